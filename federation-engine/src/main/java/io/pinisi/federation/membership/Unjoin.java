package io.pinisi.federation.membership;

import io.pinisi.cluster.machinery.meta.Metadata;
import tools.jackson.databind.JsonNode;

/** What becomes of placed objects when their cluster leaves. */
public enum Unjoin {
    /** They stay in the member and run on: the default, because nothing is lost by it. */
    KEEP("Keep"),
    /** They are removed first; an unreachable member keeps its Cluster object waiting. */
    REMOVE("Remove");

    /** On a Cluster: which of the two. */
    public static final String ANNOTATION = "pinisi.io/on-unjoin";

    private final String text;

    Unjoin(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** What the Cluster object says. */
    public static Unjoin of(JsonNode cluster) {
        return REMOVE.text.equals(Metadata.of(cluster).annotation(ANNOTATION)) ? REMOVE : KEEP;
    }
}
