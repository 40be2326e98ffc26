package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.Metadata;
import tools.jackson.databind.JsonNode;

/**
 * What the engine does in a cluster, as an operator says on the Cluster or, for one object, on the
 * template.
 */
public enum ClusterMode {
    ACTIVE,
    /** What others change there is recorded and left as it is. */
    REPORT,
    /** Nothing is written there at all. */
    PAUSED;

    /** Annotation: {@code paused} or {@code report}; on a template only the latter counts. */
    public static final String ANNOTATION = "pinisi.io/mode";

    public static ClusterMode of(JsonNode object) {
        String text = Metadata.of(object).annotation(ANNOTATION);
        if (text == null) {
            return ACTIVE;
        }
        return switch (text) {
            case "paused" -> PAUSED;
            case "report" -> REPORT;
            default -> ACTIVE;
        };
    }
}
