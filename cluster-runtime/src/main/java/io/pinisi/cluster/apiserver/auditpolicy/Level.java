package io.pinisi.cluster.apiserver.auditpolicy;

/** How much of a request is recorded; each level has what those before it have. */
enum Level {
    NONE("None"),
    METADATA("Metadata"),
    REQUEST("Request"),
    REQUEST_RESPONSE("RequestResponse");

    private final String text;

    Level(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }

    static Level parse(String text) {
        for (Level level : values()) {
            if (level.text.equals(text)) {
                return level;
            }
        }
        throw new IllegalArgumentException("unknown level \"" + text + "\" in the audit policy");
    }
}
