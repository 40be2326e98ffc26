package io.pinisi.federation.deploy;

import io.pinisi.federation.fleet.ApplicationKey;
import io.pinisi.federation.placement.PlacementPreview;
import io.pinisi.federation.placement.Template;
import java.util.List;

/** How a request fared. */
public sealed interface Deployment {

    /** It cannot be deployed, and nothing was written. */
    record Refused(List<Problem> problems) implements Deployment {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** It would be: what runs where, and what is new or changed on the hub. */
    record Checked(PlacementPreview preview, List<Change> changes) implements Deployment {
        public Checked {
            changes = List.copyOf(changes);
        }
    }

    /** It is on the hub and on its way to the clusters. */
    record Applied(ApplicationKey application, List<Template> objects) implements Deployment {
        public Applied {
            objects = List.copyOf(objects);
        }
    }

    /** What becomes of one object on the hub. */
    record Change(Template template, Kind kind) {
        /** Whether the hub has it already. */
        public enum Kind {
            CREATE,
            UPDATE,
            UNCHANGED
        }
    }
}
