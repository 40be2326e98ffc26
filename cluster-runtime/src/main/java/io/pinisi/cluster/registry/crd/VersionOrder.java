package io.pinisi.cluster.registry.crd;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** v2 before v1 before v1beta2 before v1alpha1; other names last, in order of letters. */
final class VersionOrder {
    static final Comparator<String> NEWEST_FIRST =
            Comparator.comparing(VersionOrder::rank, Comparator.reverseOrder())
                    .thenComparing(Comparator.naturalOrder());
    private static final Pattern FORM = Pattern.compile("v(\\d{1,9})(?:(alpha|beta)(\\d{1,9}))?");

    private VersionOrder() {}

    /** Stability, major, minor. */
    private record Rank(int stability, int major, int minor) implements Comparable<Rank> {
        @Override
        public int compareTo(Rank other) {
            return Comparator.comparingInt(Rank::stability)
                    .thenComparingInt(Rank::major)
                    .thenComparingInt(Rank::minor)
                    .compare(this, other);
        }
    }

    private static Rank rank(String version) {
        Matcher matcher = FORM.matcher(version);
        if (!matcher.matches()) {
            return new Rank(0, 0, 0);
        }
        int major = Integer.parseInt(matcher.group(1));
        String stage = matcher.group(2);
        if (stage == null) {
            return new Rank(3, major, 0);
        }
        int minor = Integer.parseInt(matcher.group(3));
        return new Rank(stage.equals("beta") ? 2 : 1, major, minor);
    }
}
