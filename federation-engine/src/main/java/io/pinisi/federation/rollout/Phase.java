package io.pinisi.federation.rollout;

/** Where a run stands. */
public enum Phase {
    PROGRESSING("Progressing"),
    /** A person stopped it for a while; what is on its way is still watched. */
    PAUSED("Paused"),
    AWAITING_APPROVAL("AwaitingApproval"),
    /** Too many clusters failed; nothing more is changed until a person decides. */
    FAILED("Failed"),
    /** Ended before its end: every cluster keeps what it has. */
    STOPPED("Stopped"),
    ROLLING_BACK("RollingBack"),
    ROLLED_BACK("RolledBack"),
    COMPLETED("Completed");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    static Phase of(String text) {
        for (Phase phase : values()) {
            if (phase.text.equals(text)) {
                return phase;
            }
        }
        return PROGRESSING;
    }

    boolean isOver() {
        return this == STOPPED || this == ROLLED_BACK || this == COMPLETED;
    }

    boolean isBackward() {
        return this == ROLLING_BACK || this == ROLLED_BACK;
    }
}
