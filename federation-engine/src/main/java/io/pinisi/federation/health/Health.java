package io.pinisi.federation.health;

/** How an object is. */
public enum Health {
    HEALTHY,
    /** On its way: not all that was asked for is there yet. */
    PROGRESSING,
    UNHEALTHY,
    /** Nobody can see it now. */
    UNKNOWN,
    /** Of this kind we cannot tell; it exists. */
    NO_RULE;

    /** The three words that a ResourceBinding has; empty for kinds without a rule. */
    public String bindingText() {
        return switch (this) {
            case HEALTHY -> "Healthy";
            case PROGRESSING, UNHEALTHY -> "Unhealthy";
            case UNKNOWN -> "Unknown";
            case NO_RULE -> "";
        };
    }

    /** The more worrying of the two; kinds without a rule say nothing. */
    public Health worse(Health other) {
        return severity() >= other.severity() ? this : other;
    }

    private int severity() {
        return switch (this) {
            case NO_RULE -> 0;
            case HEALTHY -> 1;
            case PROGRESSING -> 2;
            case UNKNOWN -> 3;
            case UNHEALTHY -> 4;
        };
    }
}
