package io.pinisi.db.bench;

import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.HistoryDatabase;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryEntry;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryLimits;
import io.pinisi.db.history.HistoryScope;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * Prints what a history of many states answers: {@code main(STATES [, FOLDER])}. Of these, a tenth
 * are of deployments that live on, the rest of pods that come and go, five states each, in 200
 * namespaces over 90 days. With a folder, the history stays there and is only asked the next time.
 */
public final class HistoryBenchmark {
    private static final int BATCH = 20_000;
    private static final int NAMESPACES = 200;
    private static final int DEPLOYMENTS = 2000;
    private static final int STATES_OF_A_POD = 5;
    private static final long PODS_AT_ONCE = 5000;
    private static final long DAYS = 90;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final History history;
    private final long states;
    private final PrintStream out;
    private final Random random = new Random(3);

    private HistoryBenchmark(History history, long states, PrintStream out) {
        this.history = history;
        this.states = states;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        long states = Long.parseLong(arguments[0]);
        Path folder =
                arguments.length > 1
                        ? Files.createDirectories(Path.of(arguments[1]))
                        : Files.createTempDirectory("pinisi-history");
        try (History history =
                HistoryDatabase.open(
                        DatabaseOptions.file(folder.resolve("history")), HistoryLimits.STANDARD)) {
            HistoryBenchmark bench = new HistoryBenchmark(history, states, System.out);
            if (history.position("hub") < states) {
                bench.fill();
            }
            bench.ask();
        }
        size(folder);
        if (arguments.length == 1) {
            delete(folder);
        }
    }

    private void fill() {
        long start = System.nanoTime();
        long position = history.position("hub");
        while (position < states) {
            List<HistoryEntry> batch = new ArrayList<>();
            while (batch.size() < BATCH) {
                batch.add(entry(position + batch.size()));
            }
            history.append("hub", position, position + batch.size(), batch);
            position += batch.size();
            if (position % 500_000 == 0) {
                out.printf("%,d states after %,d s%n", position, millis(start) / 1000);
            }
        }
        say("states written", position * 1000 / Math.max(1, millis(start)), "/s");
    }

    private Instant time(long number) {
        return BEGIN.plusMillis((long) ((double) number / states * DAYS * 86_400_000));
    }

    private HistoryEntry entry(long number) {
        if (number % 10 == 0) {
            int which = random.nextInt(DEPLOYMENTS);
            return entry("deployments.apps", which, "web-" + which, number, true);
        }
        long ordinal = number / 10 * 9 + number % 10 - 1;
        long group = ordinal / (STATES_OF_A_POD * PODS_AT_ONCE);
        long pod = group * PODS_AT_ONCE + ordinal % PODS_AT_ONCE;
        long step = ordinal / PODS_AT_ONCE % STATES_OF_A_POD;
        return entry("pods", pod, "pod-" + pod, number, step < STATES_OF_A_POD - 1);
    }

    private HistoryEntry entry(
            String resource, long which, String name, long number, boolean exists) {
        String body =
                """
                {"metadata":{"name":"%s","namespace":"team-%d","uid":"%x","labels":{"app":"%s"}},\
                "spec":{"replicas":%d,"containers":[{"name":"main","image":"registry/app:%d","env":%s}]},\
                "status":{"observedGeneration":%d}}\
                """
                        .formatted(
                                name,
                                which % NAMESPACES,
                                which * 7919,
                                name,
                                number % 7,
                                number % 1000,
                                "[{\"name\":\"A\",\"value\":\"b\"}]".repeat(20),
                                number);
        return new HistoryEntry(
                new HistoryKey(resource, "team-" + which % NAMESPACES, name),
                number,
                time(number),
                "ann",
                "r",
                exists ? body.getBytes(StandardCharsets.UTF_8) : null);
    }

    private void ask() {
        HistoryScope all = HistoryScope.of("hub");
        for (int tenth : new int[] {1, 5, 9}) {
            Instant moment = time(states / 10 * tenth);
            String when = " at " + tenth + "/10";
            answer(
                    "first 100 of the fleet" + when,
                    () -> history.at(all, moment, null, 100).size());
            answer(
                    "all deployments" + when,
                    () -> history.at(all.resource("deployments.apps"), moment, null, 1000).size());
            answer(
                    "a namespace" + when,
                    () -> history.at(all.namespace("team-7"), moment, null, 1000).size());
            answer("all pods, page by page" + when, () -> pages(all.resource("pods"), moment));
            answer(
                    "changes of an hour" + when,
                    () -> history.between(all, moment, moment.plusSeconds(3600), null, 100).size());
            answer(
                    "changes of a day in a namespace" + when,
                    () ->
                            history.between(
                                            all.namespace("team-7"),
                                            moment,
                                            moment.plusSeconds(86_400),
                                            null,
                                            100)
                                    .size());
        }
        answer(
                "timeline of one deployment",
                () ->
                        history.timeline(
                                        "hub",
                                        new HistoryKey("deployments.apps", "team-7", "web-7"),
                                        Long.MAX_VALUE,
                                        100)
                                .size());
    }

    private int pages(HistoryScope scope, Instant moment) {
        int found = 0;
        HistoryKey after = null;
        while (true) {
            var page = history.at(scope, moment, after, 1000);
            found += page.size();
            if (page.size() < 1000) {
                return found;
            }
            after = page.getLast().key();
        }
    }

    private void answer(String question, IntSupplier asked) {
        long start = System.nanoTime();
        int found = asked.getAsInt();
        say(question + " (" + found + ")", millis(start), "ms");
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    private void say(String what, long figure, String unit) {
        out.printf("%-55s %,10d %s%n", what, figure, unit);
    }

    private static void size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                System.out.printf("%s %,d MB%n", file.getFileName(), Files.size(file) >> 20);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
