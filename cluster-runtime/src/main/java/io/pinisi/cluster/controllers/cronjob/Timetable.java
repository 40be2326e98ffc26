package io.pinisi.cluster.controllers.cronjob;

import io.pinisi.cluster.machinery.value.CronSchedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The times of one cron job. */
record Timetable(CronSchedule schedule, ZoneId zone) {
    /** More missed times than this are told of: something stood still for long. */
    private static final int MANY = 100;

    /** Times are walked one by one up to here; further back than that nobody looks. */
    private static final int MOST_STEPS = 10_000;

    /**
     * @throws IllegalArgumentException where schedule or zone cannot be read
     */
    static Timetable of(CronJobView job) {
        String zone = job.timeZone();
        try {
            return new Timetable(
                    CronSchedule.parse(job.schedule()),
                    zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone " + zone, e);
        }
    }

    /**
     * The times that have come since the last one was begun.
     *
     * @param latest null where none has come
     * @param isMany whether so many were missed that somebody should know
     */
    record Due(@Nullable Instant latest, boolean isMany) {}

    Due due(CronJobView job, Instant now) {
        Instant from = job.lastScheduled();
        Instant earliest =
                job.startingDeadline().map(now::minus).filter(from::isBefore).orElse(from);
        Instant latest = null;
        int missed = 0;
        Optional<Instant> next = schedule.next(earliest, zone);
        while (next.isPresent() && !next.get().isAfter(now) && missed < MOST_STEPS) {
            latest = next.get();
            missed++;
            next = schedule.next(latest, zone);
        }
        if (missed == MOST_STEPS) {
            latest = lastBefore(now, latest);
        }
        return new Due(latest, missed > MANY);
    }

    /** After a long standstill only the last time matters; it is sought from close by. */
    private @Nullable Instant lastBefore(Instant now, @Nullable Instant orElse) {
        for (Duration back = Duration.ofMinutes(2);
                back.compareTo(Duration.ofDays(1)) < 0;
                back = back.multipliedBy(2)) {
            Instant latest = null;
            Optional<Instant> next = schedule.next(now.minus(back), zone);
            while (next.isPresent() && !next.get().isAfter(now)) {
                latest = next.get();
                next = schedule.next(latest, zone);
            }
            if (latest != null) {
                return latest;
            }
        }
        return orElse;
    }

    Optional<Duration> untilNext(Instant now) {
        return schedule.next(now, zone).map(next -> Duration.between(now, next));
    }
}
