package io.pinisi.portal.status;

import io.pinisi.cluster.registry.HumanDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ages and amounts as people who know kubectl read them. */
public final class Words {
    private static final long KIB = 1024;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private Words() {}

    /** As kubectl: two units at most while young, one when old. */
    public static String age(@Nullable Instant since, Instant now) {
        return since == null ? "–" : duration(Duration.between(since, now));
    }

    public static String duration(Duration duration) {
        return HumanDuration.of(duration.isNegative() ? Duration.ZERO : duration);
    }

    /** A moment to the second, the same for all readers. */
    public static String moment(Instant at) {
        return MOMENT.format(at);
    }

    public static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB"};
        double value = bytes;
        int unit = -1;
        while (value >= KIB && unit < units.length - 1) {
            value /= KIB;
            unit++;
        }
        String pattern = value < 10 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, pattern, value, units[unit]);
    }

    /** Thousandths of a processor. */
    public static String cores(long milli) {
        if (milli % 1000 == 0) {
            return Long.toString(milli / 1000);
        }
        return String.format(Locale.ROOT, milli < 1000 ? "%.2f" : "%.1f", milli / 1000.0);
    }

    public static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
