package io.pinisi.cluster.machinery.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    * * * * *         | 2026-01-01T00:00:00Z | 2026-01-01T00:01:00Z
                    * * * * *         | 2026-01-01T00:00:59Z | 2026-01-01T00:01:00Z
                    */15 * * * *      | 2026-01-01T00:15:00Z | 2026-01-01T00:30:00Z
                    5/20 * * * *      | 2026-01-01T00:00:00Z | 2026-01-01T00:05:00Z
                    0 9-17/4 * * *    | 2026-01-01T09:00:00Z | 2026-01-01T13:00:00Z
                    0 0 1,15 * *      | 2026-01-01T00:00:00Z | 2026-01-15T00:00:00Z
                    0 0 * * mon       | 2026-01-01T00:00:00Z | 2026-01-05T00:00:00Z
                    0 0 13 * fri      | 2026-01-02T00:00:00Z | 2026-01-09T00:00:00Z
                    0 0 13 * ?        | 2026-01-02T00:00:00Z | 2026-01-13T00:00:00Z
                    0 0 13 */2 5      | 2026-02-01T00:00:00Z | 2026-03-06T00:00:00Z
                    30 6 29 2 *       | 2026-01-01T00:00:00Z | 2028-02-29T06:30:00Z
                    0 0 31 dec SUN    | 2026-01-01T00:00:00Z | 2026-12-06T00:00:00Z
                    @hourly           | 2026-01-01T00:00:00Z | 2026-01-01T01:00:00Z
                    @daily            | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z
                    @weekly           | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z
                    @monthly          | 2026-01-01T00:00:00Z | 2026-02-01T00:00:00Z
                    @yearly           | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z
                    @every 1h30m      | 2026-01-01T00:00:00Z | 2026-01-01T01:30:00Z
                    @every 10ms       | 2026-01-01T00:00:00Z | 2026-01-01T00:00:01Z
                    """)
    void tellsTheNextTime(String schedule, Instant after, Instant next) {
        assertEquals(Optional.of(next), CronSchedule.parse(schedule).next(after, UTC));
    }

    @Test
    void aDayThatNeverComesHasNoNextTime() {
        CronSchedule schedule = CronSchedule.parse("0 0 31 2 *");
        assertEquals(Optional.empty(), schedule.next(Instant.EPOCH, UTC));
    }

    /** Berlin's clocks skip 02:00 to 03:00 on 29 March and repeat it on 25 October 2026. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    30 2 * * * | 2026-03-28T02:00:00Z | 2026-03-30T00:30:00Z
                    30 2 * * * | 2026-10-24T22:00:00Z | 2026-10-25T00:30:00Z
                    30 2 * * * | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z
                    0 * * * *  | 2026-03-29T00:30:00Z | 2026-03-29T01:00:00Z
                    """)
    void followsTheClocksOfItsZone(String schedule, Instant after, Instant next) {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertEquals(Optional.of(next), CronSchedule.parse(schedule).next(after, berlin));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    * * * *       | expected exactly 5 fields, found 4: [* * * *]
                    60 * * * *    | end of range (60) above maximum (59): 60
                    * * 0 * *     | beginning of range (0) below minimum (1): 0
                    5-3 * * * *   | beginning of range (5) beyond end of range (3): 5-3
                    */0 * * * *   | step of range should be a positive number: */0
                    1-2-3 * * * * | too many hyphens: 1-2-3
                    1/2/3 * * * * | too many slashes: 1/2/3
                    a * * * *     | failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax
                    * * * * 7     | end of range (7) above maximum (6): 7
                    @often        | unrecognized descriptor: @often
                    @every now    | failed to parse duration @every now: time: invalid duration "now"
                    """)
    void saysWhatIsWrong(String schedule, String message) {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> CronSchedule.parse(schedule));
        assertEquals(message, e.getMessage());
    }
}
