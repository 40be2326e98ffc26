package io.pinisi.cluster.node.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a worker has still to hear. Of several happenings about one thing only the newest is kept,
 * so that it holds a few for each container of the pod at the most and loses nothing that counts.
 */
final class Mailbox {
    private final Map<Object, Happening> waiting = new LinkedHashMap<>();

    synchronized void put(Happening happening) {
        waiting.remove(happening.about());
        waiting.put(happening.about(), happening);
        notifyAll();
    }

    /** All that is there, in the order of their newest; waits for the first, but not for ever. */
    synchronized List<Happening> take(Duration waitMax) throws InterruptedException {
        long end = System.nanoTime() + waitMax.toNanos();
        long rest = waitMax.toNanos();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        while (waiting.isEmpty() && rest > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, rest);
            rest = end - System.nanoTime();
        }
        List<Happening> all = new ArrayList<>(waiting.values());
        waiting.clear();
        return all;
    }
}
