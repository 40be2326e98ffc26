package io.pinisi.portal.fleet;

/** How much of something there is and how much of it is asked for; 0 of 0 where nobody knows. */
public record Amount(long used, long total) {
    public static final Amount UNKNOWN = new Amount(0, 0);

    public boolean isKnown() {
        return total > 0;
    }

    public int percent() {
        return total == 0 ? 0 : (int) Math.min(100, used * 100 / total);
    }
}
