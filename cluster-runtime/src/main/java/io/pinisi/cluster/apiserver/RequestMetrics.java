package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Counts and times requests, and prints them in the text format of Prometheus under the names that
 * dashboards for Kubernetes know. A watch is timed until its stream begins.
 */
public final class RequestMetrics implements Filter {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final double[] BOUNDS = {0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30, 60};
    private static final int SERIES_LIMIT = 4096;

    private final InstantSource clock;
    private final Supplier<String> others;
    private final Map<Labels, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, Histogram> latencies = new ConcurrentHashMap<>();

    private record Labels(String verb, String group, String resource, int code)
            implements Comparable<Labels> {
        @Override
        public int compareTo(Labels other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return "verb=\"%s\",group=\"%s\",resource=\"%s\",code=\"%d\""
                    .formatted(verb, group, resource, code);
        }
    }

    /**
     * @param others figures that are printed too, in the same format
     */
    public RequestMetrics(InstantSource clock, Supplier<String> others) {
        this.clock = clock;
        this.others = others;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        ApiResponse response = next.handle(request);
        RequestContext context = RequestContext.current();
        Labels labels = labels(context.infoIfKnown(), response.status());
        if (requests.containsKey(labels) || requests.size() < SERIES_LIMIT) {
            requests.computeIfAbsent(labels, _ -> new LongAdder()).increment();
        }
        latencies
                .computeIfAbsent(labels.verb, _ -> new Histogram(BOUNDS))
                .record(Duration.between(context.received(), clock.instant()));
        return response;
    }

    /** What does not exist is counted together: its names are the caller's invention. */
    private static Labels labels(@org.jspecify.annotations.Nullable RequestInfo info, int status) {
        if (info instanceof ResourceRequest r && status != 404 && status != 403) {
            return new Labels(r.verb(), r.resource().group(), r.resource().resource(), status);
        }
        return new Labels(info instanceof ResourceRequest r ? r.verb() : "other", "", "", status);
    }

    /** Answers {@code /metrics}. */
    public Optional<ApiResponse> answer(ApiRequest request) {
        if (!request.path().equals("/metrics")) {
            return Optional.empty();
        }
        MetricsText text = new MetricsText();
        text.family(
                MetricsText.Type.COUNTER,
                "apiserver_request_total",
                "Requests by verb, resource and code.");
        new TreeMap<>(requests)
                .forEach((labels, count) -> text.value(labels.toString(), count.sum()));
        text.family(
                MetricsText.Type.HISTOGRAM,
                "apiserver_request_duration_seconds",
                "Time until the answer begins.");
        new TreeMap<>(latencies)
                .forEach((verb, latency) -> text.value("verb=\"" + verb + "\"", latency));
        byte[] body = (text + others.get()).getBytes(StandardCharsets.UTF_8);
        return Optional.of(ApiResponse.of(200, TEXT, body));
    }
}
