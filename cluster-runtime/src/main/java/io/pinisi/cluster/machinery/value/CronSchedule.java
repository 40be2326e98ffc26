package io.pinisi.cluster.machinery.value;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When something happens again and again, in the language of cron as Kubernetes understands it:
 * five fields, or {@code @daily} and its like. A time that a change of clocks skips does not
 * happen; one that it repeats happens twice.
 */
public sealed interface CronSchedule {

    /** The first time after {@code moment}; empty where there is none within five years. */
    Optional<Instant> next(Instant moment, ZoneId zone);

    /**
     * Reads a schedule.
     *
     * @throws IllegalArgumentException with the words that Kubernetes has for it
     */
    static CronSchedule parse(String text) {
        return CronParser.parse(text);
    }

    /** {@code @every 90m}: at a distance from whenever one looks. */
    record Every(Duration distance) implements CronSchedule {
        @Override
        public Optional<Instant> next(Instant moment, ZoneId zone) {
            return Optional.of(moment.truncatedTo(ChronoUnit.SECONDS).plus(distance));
        }
    }

    /**
     * Five fields, each a set of bits.
     *
     * @param eitherDay whether both days of month and days of week are restricted: then one is
     *     enough
     */
    record Fields(
            long minutes, long hours, long days, long months, long weekdays, boolean eitherDay)
            implements CronSchedule {
        private static final int YEARS = 5;

        @Override
        public Optional<Instant> next(Instant moment, ZoneId zone) {
            ZonedDateTime time = moment.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            int lastYear = time.getYear() + YEARS;
            while (time.getYear() <= lastYear) {
                ZonedDateTime later = skip(time);
                if (later.equals(time)) {
                    return Optional.of(time.toInstant());
                }
                time = later;
            }
            return Optional.empty();
        }

        /** The time itself where all fields match, else the next one at which they might. */
        private ZonedDateTime skip(ZonedDateTime time) {
            ZoneId zone = time.getZone();
            if (!has(months, time.getMonthValue())) {
                return time.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
            }
            if (!isDay(time)) {
                return time.toLocalDate().plusDays(1).atStartOfDay(zone);
            }
            if (!has(hours, time.getHour())) {
                return time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            }
            return has(minutes, time.getMinute()) ? time : time.plusMinutes(1);
        }

        private boolean isDay(ZonedDateTime time) {
            boolean ofMonth = has(days, time.getDayOfMonth());
            boolean ofWeek = has(weekdays, time.getDayOfWeek().getValue() % 7);
            return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
        }

        private static boolean has(long bits, int value) {
            return (bits & 1L << value) != 0;
        }
    }
}
