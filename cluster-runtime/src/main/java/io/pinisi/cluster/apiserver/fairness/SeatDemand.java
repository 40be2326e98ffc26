package io.pinisi.cluster.apiserver.fairness;

/**
 * How many seats a level would have liked to have, over a period: on average, how much that varied,
 * and at most. Guarded by its owner.
 */
final class SeatDemand {
    private long begun;
    private long changed;
    private int wanted;
    private int most;
    private double sum;
    private double squares;

    /**
     * What a period was like.
     *
     * @param deviation the standard deviation
     */
    record Period(double average, double deviation, int most) {
        /** What covers nearly all of the period. */
        double envelope() {
            return average + deviation;
        }
    }

    SeatDemand(long now) {
        begun = now;
        changed = now;
    }

    /**
     * @param now in nanoseconds
     */
    void change(int nowWanted, long now) {
        double lasted = Math.max(0, now - changed);
        sum += wanted * lasted;
        squares += (double) wanted * wanted * lasted;
        changed = now;
        wanted = nowWanted;
        most = Math.max(most, wanted);
    }

    /** Ends a period and begins the next. */
    Period end(long now) {
        change(wanted, now);
        double lasted = now - begun;
        double average = lasted <= 0 ? wanted : sum / lasted;
        double variance = lasted <= 0 ? 0 : Math.max(0, squares / lasted - average * average);
        Period period = new Period(average, Math.sqrt(variance), most);
        begun = now;
        sum = 0;
        squares = 0;
        most = wanted;
        return period;
    }
}
