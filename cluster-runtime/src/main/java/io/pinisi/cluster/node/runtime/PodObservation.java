package io.pinisi.cluster.node.runtime;

import java.util.List;
import java.util.Optional;

/** What the runtime has of one pod, the newest first. */
public record PodObservation(List<ObservedSandbox> sandboxes, List<ObservedContainer> containers) {
    public static final PodObservation NOTHING = new PodObservation(List.of(), List.of());

    public PodObservation {
        sandboxes = List.copyOf(sandboxes);
        containers = List.copyOf(containers);
    }

    public boolean isEmpty() {
        return sandboxes.isEmpty() && containers.isEmpty();
    }

    public Optional<ObservedSandbox> newestSandbox() {
        return sandboxes.stream().findFirst();
    }

    /** The newest container of a name, whichever sandbox it was in. */
    public Optional<ObservedContainer> newest(String container) {
        return all(container).stream().findFirst();
    }

    /** Every container of a name, the newest first. */
    public List<ObservedContainer> all(String container) {
        return containers.stream().filter(c -> c.name().equals(container)).toList();
    }
}
