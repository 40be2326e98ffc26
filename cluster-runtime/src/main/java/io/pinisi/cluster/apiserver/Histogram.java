package io.pinisi.cluster.apiserver;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** How long things took, counted in buckets. Thread-safe. */
public final class Histogram {
    private final double[] bounds;
    private final LongAdder[] buckets;
    private final LongAdder nanos = new LongAdder();

    /**
     * @param bounds in seconds, upward; what is above the last has a bucket of its own
     */
    public Histogram(double... bounds) {
        this.bounds = bounds.clone();
        this.buckets = new LongAdder[bounds.length + 1];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    public void record(Duration took) {
        double seconds = took.toNanos() / 1e9;
        int bucket = 0;
        while (bucket < bounds.length && seconds > bounds[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        nanos.add(took.toNanos());
    }

    void append(MetricsText text, String name, String labels) {
        String before = labels.isEmpty() ? "" : labels + ",";
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
            count += buckets[i].sum();
            String bound = i < bounds.length ? Double.toString(bounds[i]) : "+Inf";
            text.sample(name + "_bucket", before + "le=\"" + bound + "\"", count);
        }
        text.sample(name + "_sum", labels, nanos.sum() / 1e9);
        text.sample(name + "_count", labels, count);
    }
}
