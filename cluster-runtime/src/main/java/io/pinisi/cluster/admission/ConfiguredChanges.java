package io.pinisi.cluster.admission;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the changes that administrators configured: policies before webhooks, and then once more
 * those that want to see what came after them.
 */
public final class ConfiguredChanges implements MutatingPlugin {
    private final List<Source> sources;

    /** Says which changes are for a request, in their order. */
    @FunctionalInterface
    public interface Source {
        List<? extends Change> of(AdmissionRequest request);
    }

    /**
     * @param sources in the order in which they are asked; each sees what those before it did
     */
    public ConfiguredChanges(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public void mutate(AdmissionRequest request) {
        List<Change> done = new ArrayList<>();
        Set<Change> again = new LinkedHashSet<>();
        for (Source source : sources) {
            for (Change change : source.of(request)) {
                if (change.apply(request)) {
                    done.stream().filter(Change::wantsToSeeAgain).forEach(again::add);
                }
                done.add(change);
            }
        }
        for (Change change : done) {
            if (again.contains(change) && change.apply(request)) {
                done.stream().filter(Change::wantsToSeeAgain).forEach(again::add);
            }
        }
    }
}
