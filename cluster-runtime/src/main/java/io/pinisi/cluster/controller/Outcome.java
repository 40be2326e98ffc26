package io.pinisi.cluster.controller;

import java.time.Duration;

/** How a reconciliation ended; a failure is an exception and is retried by the queue's limits. */
public sealed interface Outcome {
    Outcome SETTLED = new Settled();

    Outcome UNFINISHED = new Unfinished();

    static Outcome revisit(Duration after) {
        return new Revisit(after);
    }

    /** Nothing more to do until something changes. */
    record Settled() implements Outcome {}

    /** Waiting for something that nobody will tell of: try again, each time a little later. */
    record Unfinished() implements Outcome {}

    /** Time itself will change something: look again then. */
    record Revisit(Duration after) implements Outcome {}
}
