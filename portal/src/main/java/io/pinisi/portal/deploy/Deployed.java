package io.pinisi.portal.deploy;

import io.pinisi.portal.applications.ApplicationRef;
import java.util.List;
import java.util.Optional;

/** How a deployment ended. */
public sealed interface Deployed {
    /**
     * Everything is on the hub.
     *
     * @param application the page to show, where the manifest had a workload
     */
    record Done(Optional<ApplicationRef> application) implements Deployed {}

    /**
     * The hub refused something.
     *
     * @param written what had been written before, in words, so that nothing stays unnoticed
     */
    record Refused(List<Problem> problems, List<String> written) implements Deployed {
        public Refused {
            problems = List.copyOf(problems);
            written = List.copyOf(written);
        }
    }
}
