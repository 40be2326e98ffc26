package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.apiserver.Histogram;
import io.pinisi.cluster.apiserver.MetricsText;
import io.pinisi.cluster.apiserver.fairness.FairQueues.Refusal;
import io.pinisi.cluster.apiserver.fairness.FairQueues.State;
import io.pinisi.cluster.apiserver.fairness.FlowConfiguration.Matched;
import io.pinisi.cluster.apiserver.fairness.FlowConfiguration.Share;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * What becomes of requests, by flow schema, and how the levels stand, under the original's names
 * ({@code apiserver_flowcontrol_*}). Thread-safe.
 */
final class FlowFigures {
    private static final String PREFIX = "apiserver_flowcontrol_";
    private static final double[] BOUNDS = {
        0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30
    };

    private final Map<String, Flow> flows = new ConcurrentHashMap<>();

    /** Counters of one schema; there are as many as schemas were ever matched. */
    static final class Flow {
        private final LongAdder waiting = new LongAdder();
        private final LongAdder running = new LongAdder();
        private final LongAdder dispatched = new LongAdder();
        private final Map<Refusal, LongAdder> refused = new ConcurrentHashMap<>();
        private final Histogram waits = new Histogram(BOUNDS);
        private final Histogram vainWaits = new Histogram(BOUNDS);
        private final Histogram runs = new Histogram(BOUNDS);

        void waits() {
            waiting.increment();
        }

        void runs(Duration waited) {
            waiting.decrement();
            dispatched.increment();
            running.increment();
            waits.record(waited);
        }

        void refused(Refusal why, Duration waited) {
            waiting.decrement();
            refused.computeIfAbsent(why, _ -> new LongAdder()).increment();
            vainWaits.record(waited);
        }

        void ended(Duration took) {
            running.decrement();
            runs.record(took);
        }
    }

    Flow of(Matched matched) {
        String labels =
                "flow_schema=\"%s\",priority_level=\"%s\""
                        .formatted(matched.schema().name(), matched.level().name());
        return flows.computeIfAbsent(labels, _ -> new Flow());
    }

    void print(Map<String, Share> shares, MetricsText text) {
        Map<String, Flow> sorted = new TreeMap<>(flows);
        text.family(
                MetricsText.Type.GAUGE, PREFIX + "current_inqueue_requests", "Requests that wait.");
        sorted.forEach((labels, flow) -> text.value(labels, flow.waiting.sum()));
        text.family(
                MetricsText.Type.GAUGE,
                PREFIX + "current_executing_requests",
                "Requests that run.");
        sorted.forEach((labels, flow) -> text.value(labels, flow.running.sum()));
        text.family(
                MetricsText.Type.GAUGE,
                PREFIX + "current_executing_seats",
                "Seats that are taken.");
        sorted.forEach((labels, flow) -> text.value(labels, flow.running.sum()));
        text.family(
                MetricsText.Type.COUNTER,
                PREFIX + "dispatched_requests_total",
                "Requests that ran.");
        sorted.forEach((labels, flow) -> text.value(labels, flow.dispatched.sum()));
        text.family(
                MetricsText.Type.COUNTER,
                PREFIX + "rejected_requests_total",
                "Requests without a seat.");
        sorted.forEach((labels, flow) -> refused(labels, flow, text));
        text.family(
                MetricsText.Type.HISTOGRAM,
                PREFIX + "request_wait_duration_seconds",
                "Time in a queue.");
        sorted.forEach(
                (labels, flow) -> {
                    text.value(labels + ",execute=\"false\"", flow.vainWaits);
                    text.value(labels + ",execute=\"true\"", flow.waits);
                });
        text.family(
                MetricsText.Type.HISTOGRAM,
                PREFIX + "request_execution_seconds",
                "Time in a seat.");
        sorted.forEach((labels, flow) -> text.value(labels + ",type=\"regular\"", flow.runs));
        printLevels(new TreeMap<>(shares), text);
    }

    private static void refused(String labels, Flow flow, MetricsText text) {
        new TreeMap<>(flow.refused)
                .forEach(
                        (why, count) ->
                                text.value(labels + ",reason=\"" + why.word() + "\"", count.sum()));
    }

    private static void printLevels(Map<String, Share> shares, MetricsText text) {
        level(shares, text, "nominal_limit_seats", "Seats where nothing is lent.", Share::nominal);
        level(shares, text, "lower_limit_seats", "Seats that are never lent.", Share::lower);
        level(
                shares,
                text,
                "upper_limit_seats",
                "Seats with all that may be borrowed.",
                Share::upper);
        state(shares, text, "current_limit_seats", "Seats at present.", State::seats);
        state(shares, text, "request_concurrency_limit", "Seats at present.", State::seats);
        state(shares, text, "request_concurrency_in_use", "Seats that are taken.", State::taken);
        state(shares, text, "demand_seats_smoothed", "Seats usually wanted.", State::smooth);
        text.family(
                MetricsText.Type.GAUGE,
                PREFIX + "seat_fair_frac",
                "Part of what all want that all have.");
        shares.values().stream()
                .findFirst()
                .ifPresent(share -> text.value("", share.queues().state().fraction()));
    }

    private static void state(
            Map<String, Share> shares,
            MetricsText text,
            String name,
            String help,
            ToDoubleFunction<State> figure) {
        level(shares, text, name, help, share -> figure.applyAsDouble(share.queues().state()));
    }

    private static void level(
            Map<String, Share> shares,
            MetricsText text,
            String name,
            String help,
            ToDoubleFunction<Share> figure) {
        text.family(MetricsText.Type.GAUGE, PREFIX + name, help);
        shares.forEach(
                (level, share) -> {
                    double value = figure.applyAsDouble(share);
                    boolean whole = value == Math.rint(value);
                    String labels = "priority_level=\"" + level + "\"";
                    text.value(labels, whole ? (Number) (long) value : (Number) value);
                });
    }
}
