package io.pinisi.cluster.apiserver.fairness;

import java.util.List;

/**
 * Shares the seats of a server out to levels by what they need: a level that needs few lends down
 * to its lower limit, one that needs many borrows up to its upper limit, and what is scarce is
 * scarce for all in the same proportion (KEP-1040).
 */
final class SeatBorrowing {
    /** Of each period, so much of what was known before stays. */
    private static final double MEMORY = 0.977;

    /** What a level without any demand counts for when seats are left. */
    private static final double SMALLEST = 0.001;

    private static final int HALVINGS = 64;

    private SeatBorrowing() {}

    /**
     * What a level may have and would like to.
     *
     * @param most seats that it wanted at once in the last period
     * @param smooth what it usually wants
     */
    record Wish(int nominal, int lower, int upper, int most, double smooth) {
        /** What it has a right to now. */
        int least() {
            return Math.max(lower, Math.min(nominal, most));
        }

        double target() {
            return Math.max(SMALLEST, Math.max(least(), smooth));
        }

        int at(double fraction) {
            return (int) Math.round(Math.min(upper, Math.max(least(), fraction * target())));
        }
    }

    /** Demand rises at once and falls slowly. */
    static double smooth(double before, SeatDemand.Period period) {
        double envelope = period.envelope();
        return Math.max(envelope, MEMORY * before + (1 - MEMORY) * envelope);
    }

    /** The fraction of their targets that all levels can have. */
    static double fraction(List<Wish> wishes, int seats) {
        double low = 0;
        double high = 1;
        while (sum(wishes, high) < seats && high < seats / SMALLEST) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (sum(wishes, middle) <= seats) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static long sum(List<Wish> wishes, double fraction) {
        return wishes.stream().mapToLong(wish -> wish.at(fraction)).sum();
    }
}
