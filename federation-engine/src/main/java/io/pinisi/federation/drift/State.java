package io.pinisi.federation.drift;

/** What became of a drift. */
public enum State {
    /** It was left as it is, for the cluster or the object is in report mode. */
    OPEN("Open"),
    CORRECTED("Corrected"),
    /** A person leaves the field to the cluster. */
    ACCEPTED("Accepted"),
    /** Somebody else put it right. */
    RESOLVED("Resolved");

    private final String text;

    State(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
