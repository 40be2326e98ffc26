package io.pinisi.cluster.apiserver.auditpolicy;

/** When in a request's life a record is made. */
enum Stage {
    /** Before anything is done. */
    REQUEST_RECEIVED("RequestReceived"),
    /** The head of an answer is sent whose body takes its time: watches and connections. */
    RESPONSE_STARTED("ResponseStarted"),
    RESPONSE_COMPLETE("ResponseComplete"),
    /** The server failed in a way it did not expect. */
    PANIC("Panic");

    private final String text;

    Stage(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Stage parse(String text) {
        for (Stage stage : values()) {
            if (stage.text.equals(text)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("unknown stage \"" + text + "\" in the audit policy");
    }
}
