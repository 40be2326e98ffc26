package io.pinisi.federation.interpreter;

import java.time.Duration;

/**
 * What one run of a script may take.
 *
 * @param instructions of the Lua machine, and steps of its pattern matching
 * @param memory bytes allocated in the whole run, freed ones included
 * @param text bytes of one string that a library function makes
 * @param source characters of a script
 * @param nodes of one object that is carried in or out
 * @param depth of such an object
 * @param time of the processor; waiting for it does not count
 */
record Limits(
        long instructions, long memory, int text, int source, int nodes, int depth, Duration time) {
    static final Limits DEFAULT =
            new Limits(1_000_000, 64L << 20, 1 << 20, 64 << 10, 50_000, 64, Duration.ofSeconds(1));
}
