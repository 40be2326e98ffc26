package io.pinisi.federation.watch;

import org.jspecify.annotations.Nullable;

/**
 * The order of resource versions. Kubernetes lets them be compared as numbers; of a server that has
 * other ones nothing is concluded.
 */
final class Versions {
    private Versions() {}

    static boolean isOlder(String version, @Nullable String than) {
        return than != null && isNumber(version) && isNumber(than) && compare(version, than) < 0;
    }

    private static int compare(String one, String other) {
        return one.length() == other.length()
                ? one.compareTo(other)
                : Integer.compare(one.length(), other.length());
    }

    private static boolean isNumber(String version) {
        return !version.isEmpty()
                && (version.length() == 1 || version.charAt(0) != '0')
                && version.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
