package io.pinisi.federation.placement;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Divides replicas by weight with the Webster (Sainte-Laguë) method: seats go one by one to the
 * highest quotient {@code weight / (2·seats + 1)}. The sum is exact, more replicas never lower a
 * cluster's share, and the order of the input does not matter.
 *
 * <p>Equal quotients go to the cluster with fewer seats, then by name, ascending or descending by
 * one bit of the object's name, so that the odd replica of many objects does not always fall on the
 * same cluster.
 */
public final class Webster {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private Webster() {}

    /**
     * @param weights by cluster, none negative; a weight of 0 gets nothing
     * @param object its name; empty for ascending names
     * @return the share of every cluster named, by name
     */
    public static Map<String, Integer> divide(int total, Map<String, Long> weights, String object) {
        Map<String, Integer> shares = new TreeMap<>();
        List<Seat> seats = new ArrayList<>();
        BigInteger sum =
                weights.values().stream()
                        .map(BigInteger::valueOf)
                        .reduce(BigInteger.ZERO, BigInteger::add);
        weights.forEach(
                (name, weight) -> {
                    shares.put(name, 0);
                    if (weight > 0) {
                        seats.add(new Seat(name, weight, head(total, weights.size(), weight, sum)));
                    }
                });
        int left = total - seats.stream().mapToInt(Seat::taken).sum();
        PriorityQueue<Seat> queue = new PriorityQueue<>(order(object));
        queue.addAll(seats);
        while (left > 0 && !queue.isEmpty()) {
            queue.add(queue.remove().more());
            left--;
        }
        queue.forEach(seat -> shares.put(seat.name, seat.taken));
        return shares;
    }

    /**
     * Seats that are certain, so that a large total needs no loop: with {@code n} clusters and the
     * divisor {@code sum / (total − n/2)}, rounding gives at most {@code total} seats, and by the
     * method's house monotony each of them is kept at {@code total}. A half rounds down, because
     * that seat is a tie yet to be broken.
     */
    private static int head(int total, int clusters, long weight, BigInteger sum) {
        long twice = 2L * total - clusters;
        if (twice <= 0) {
            return 0;
        }
        // ceil(weight·twice / (2·sum) − 1/2) = ceil((weight·twice − sum) / (2·sum))
        BigInteger above =
                BigInteger.valueOf(weight).multiply(BigInteger.valueOf(twice)).subtract(sum);
        if (above.signum() <= 0) {
            return 0;
        }
        BigInteger divisor = sum.shiftLeft(1);
        return above.add(divisor).subtract(BigInteger.ONE).divide(divisor).intValueExact();
    }

    private record Seat(String name, long weight, int taken) {
        Seat more() {
            return new Seat(name, weight, taken + 1);
        }

        /** This weight times the other's divisor: larger means a larger quotient. */
        BigInteger against(Seat other) {
            return BigInteger.valueOf(weight).multiply(BigInteger.valueOf(2L * other.taken + 1));
        }
    }

    private static Comparator<Seat> order(String name) {
        Comparator<String> names = Comparator.naturalOrder();
        if (!name.isEmpty() && (fnv32a(name) & 1) == 1) {
            names = names.reversed();
        }
        Comparator<Seat> byQuotient =
                (left, right) -> right.against(left).compareTo(left.against(right));
        return byQuotient.thenComparingInt(Seat::taken).thenComparing(Seat::name, names);
    }

    private static int fnv32a(String text) {
        int hash = FNV_OFFSET;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
