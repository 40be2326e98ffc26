package io.pinisi.cluster.node.pod;

/** The three questions put to a running container. */
public enum ProbeKind {
    STARTUP("startupProbe", "Startup"),
    LIVENESS("livenessProbe", "Liveness"),
    READINESS("readinessProbe", "Readiness");

    private final String field;
    private final String title;

    ProbeKind(String field, String title) {
        this.field = field;
        this.title = title;
    }

    public String field() {
        return field;
    }

    /** As messages begin. */
    public String title() {
        return title;
    }
}
