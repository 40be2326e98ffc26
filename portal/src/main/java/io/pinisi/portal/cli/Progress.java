package io.pinisi.portal.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;

/** Tells the person at the terminal what is going on: one line for each thing that became ready. */
final class Progress {
    private final PrintStream out;
    private final InstantSource clock;
    private final long startMillis;

    Progress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.startMillis = clock.millis();
    }

    void ready(String what) {
        Duration since = Duration.ofMillis(clock.millis() - startMillis);
        out.printf("pinisi: %5.1f s  %s%n", since.toMillis() / 1000.0, what);
    }

    void say(String text) {
        out.println(text);
    }
}
