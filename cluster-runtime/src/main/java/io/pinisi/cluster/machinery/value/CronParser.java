package io.pinisi.cluster.machinery.value;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the five fields of cron, or one of the words that stand for them. */
final class CronParser {
    private static final String EVERY = "@every ";
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");
    private static final Pattern DURATION = Pattern.compile("(?:" + DURATION_PART.pattern() + ")+");

    private static final Field MINUTE = new Field(0, 59, List.of());
    private static final Field HOUR = new Field(0, 23, List.of());
    private static final Field DAY = new Field(1, 31, List.of());
    private static final Field MONTH =
            new Field(
                    1,
                    12,
                    List.of(
                            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
                            "nov", "dec"));
    private static final Field WEEKDAY =
            new Field(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private CronParser() {}

    /**
     * What one field may hold.
     *
     * @param names of the values from {@code min} on, empty where they have none
     */
    private record Field(int min, int max, List<String> names) {
        long bits(String text) {
            long bits = 0;
            for (String part : text.split(",")) {
                bits |= Range.parse(this, part).bits();
            }
            return bits;
        }
    }

    static CronSchedule parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty spec string");
        }
        String spec = text.strip();
        if (spec.startsWith("TZ=") || spec.startsWith("CRON_TZ=")) {
            int space = spec.indexOf(' ');
            spec = space < 0 ? "" : spec.substring(space).strip();
        }
        if (spec.startsWith("@")) {
            return descriptor(spec);
        }
        List<String> fields = spec.isEmpty() ? List.of() : List.of(spec.split("\\s+"));
        if (fields.size() != 5) {
            throw new IllegalArgumentException(
                    "expected exactly 5 fields, found "
                            + fields.size()
                            + ": ["
                            + String.join(" ", fields)
                            + "]");
        }
        return fields(fields);
    }

    private static CronSchedule fields(List<String> fields) {
        return new CronSchedule.Fields(
                MINUTE.bits(fields.get(0)),
                HOUR.bits(fields.get(1)),
                DAY.bits(fields.get(2)),
                MONTH.bits(fields.get(3)),
                WEEKDAY.bits(fields.get(4)),
                !isOpen(fields.get(2)) && !isOpen(fields.get(4)));
    }

    /** Whether a field leaves everything open; a step is a restriction. */
    private static boolean isOpen(String field) {
        for (String part : field.split(",")) {
            if (part.matches("[*?](/0*1)?")) {
                return true;
            }
        }
        return false;
    }

    private static CronSchedule descriptor(String word) {
        if (word.startsWith(EVERY)) {
            Duration distance = duration(word.substring(EVERY.length()).strip(), word);
            Duration whole = Duration.ofSeconds(Math.max(1, distance.toSeconds()));
            return new CronSchedule.Every(whole);
        }
        return switch (word) {
            case "@yearly", "@annually" -> fields(List.of("0", "0", "1", "1", "*"));
            case "@monthly" -> fields(List.of("0", "0", "1", "*", "*"));
            case "@weekly" -> fields(List.of("0", "0", "*", "*", "0"));
            case "@daily", "@midnight" -> fields(List.of("0", "0", "*", "*", "*"));
            case "@hourly" -> fields(List.of("0", "*", "*", "*", "*"));
            default -> throw new IllegalArgumentException("unrecognized descriptor: " + word);
        };
    }

    private static Duration duration(String text, String word) {
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "failed to parse duration "
                            + word
                            + ": time: invalid duration \""
                            + text
                            + "\"");
        }
        double millis = 0;
        Matcher part = DURATION_PART.matcher(text);
        while (part.find()) {
            double unit =
                    switch (part.group(2)) {
                        case "h" -> 3_600_000;
                        case "m" -> 60_000;
                        case "s" -> 1_000;
                        default -> 1;
                    };
            millis += Double.parseDouble(part.group(1)) * unit;
        }
        return Duration.ofMillis((long) millis);
    }

    /** {@code low-high/step} and its shorter forms. */
    private record Range(int low, int high, int step) {

        static Range parse(Field field, String text) {
            String[] rangeAndStep = text.split("/", -1);
            String[] lowAndHigh = rangeAndStep[0].split("-", -1);
            if (rangeAndStep.length > 2) {
                throw new IllegalArgumentException("too many slashes: " + text);
            }
            if (lowAndHigh.length > 2) {
                throw new IllegalArgumentException("too many hyphens: " + text);
            }
            boolean open = lowAndHigh[0].equals("*") || lowAndHigh[0].equals("?");
            int low = open ? field.min : value(field, lowAndHigh[0]);
            int high = low;
            if (open || (lowAndHigh.length == 1 && rangeAndStep.length == 2)) {
                high = field.max;
            } else if (lowAndHigh.length == 2) {
                high = value(field, lowAndHigh[1]);
            }
            int step = rangeAndStep.length == 2 ? number(rangeAndStep[1]) : 1;
            check(field, low, high, step, text);
            return new Range(low, high, step);
        }

        private static void check(Field field, int low, int high, int step, String text) {
            if (low < field.min) {
                throw new IllegalArgumentException(
                        "beginning of range (%d) below minimum (%d): %s"
                                .formatted(low, field.min, text));
            }
            if (high > field.max) {
                throw new IllegalArgumentException(
                        "end of range (%d) above maximum (%d): %s"
                                .formatted(high, field.max, text));
            }
            if (low > high) {
                throw new IllegalArgumentException(
                        "beginning of range (%d) beyond end of range (%d): %s"
                                .formatted(low, high, text));
            }
            if (step == 0) {
                throw new IllegalArgumentException(
                        "step of range should be a positive number: " + text);
            }
        }

        private static int value(Field field, String text) {
            int named = field.names.indexOf(text.toLowerCase(Locale.ROOT));
            return named < 0 ? number(text) : named + field.min;
        }

        private static int number(String text) {
            int number;
            try {
                number = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "failed to parse int from %s: strconv.Atoi: parsing \"%s\": invalid syntax"
                                .formatted(text, text),
                        e);
            }
            if (number < 0) {
                throw new IllegalArgumentException(
                        "negative number (%d) not allowed: %s".formatted(number, text));
            }
            return number;
        }

        long bits() {
            long bits = 0;
            for (long i = low; i <= high; i += step) {
                bits |= 1L << i;
            }
            return bits;
        }
    }
}
