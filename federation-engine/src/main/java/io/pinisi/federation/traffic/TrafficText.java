package io.pinisi.federation.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The traffic of all members in the text format of Prometheus. */
public final class TrafficText {
    private static final String PREFIX = "pinisi_propagation_";

    private TrafficText() {}

    public static String of(Collection<Traffic> members, Instant now) {
        TreeMap<String, Traffic> sorted = new TreeMap<>();
        members.forEach(one -> sorted.put(one.report().cluster(), one));
        List<TrafficReport> reports = sorted.values().stream().map(Traffic::report).toList();
        StringBuilder text = new StringBuilder(2048);
        series(text, "waiting", "gauge", "Objects that wait.", reports, TrafficReport::waiting);
        series(
                text,
                "oldest_waiting_seconds",
                "gauge",
                "How long the object waits that waits longest.",
                reports,
                report -> report.oldest().map(one -> age(one.since(), now)).orElse(0.0));
        series(text, "writes_total", "counter", "Objects written.", reports, TrafficReport::writes);
        series(
                text,
                "deletes_total",
                "counter",
                "Objects deleted.",
                reports,
                TrafficReport::deletes);
        series(
                text,
                "failures_total",
                "counter",
                "Attempts that went wrong.",
                reports,
                TrafficReport::failures);
        histogram(
                text,
                "applied_seconds",
                "From a change on the hub to the member's answer.",
                sorted,
                Traffic::applied);
        histogram(
                text,
                "visible_seconds",
                "From a change on the hub until it was seen in the member.",
                sorted,
                Traffic::visible);
        return text.toString();
    }

    private static double age(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toMillis() / 1e3);
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
    }

    private static void series(
            StringBuilder text,
            String name,
            String type,
            String help,
            List<TrafficReport> reports,
            ToDoubleFunction<TrafficReport> value) {
        head(text, name, type, help);
        for (TrafficReport report : reports) {
            line(text, name, report.cluster(), "", value.applyAsDouble(report));
        }
    }

    private static void histogram(
            StringBuilder text,
            String name,
            String help,
            Map<String, Traffic> members,
            Function<Traffic, Histogram.Reading> which) {
        head(text, name, "histogram", help);
        members.forEach((cluster, member) -> buckets(text, name, cluster, which.apply(member)));
    }

    private static void buckets(
            StringBuilder text, String name, String cluster, Histogram.Reading reading) {
        long count = 0;
        for (int i = 0; i < reading.buckets().length; i++) {
            count += reading.buckets()[i];
            String bound =
                    i < Histogram.BOUNDS.length ? Double.toString(Histogram.BOUNDS[i]) : "+Inf";
            line(text, name + "_bucket", cluster, ",le=\"" + bound + "\"", (double) count);
        }
        line(text, name + "_sum", cluster, "", reading.seconds());
        line(text, name + "_count", cluster, "", (double) count);
    }

    /** A cluster's name is a DNS label and needs no escape. */
    private static void line(
            StringBuilder text, String name, String cluster, String more, double value) {
        text.append(PREFIX).append(name).append("{cluster=\"").append(cluster).append('"');
        text.append(more).append("} ");
        if (value == Math.rint(value)) {
            text.append((long) value);
        } else {
            text.append(value);
        }
        text.append('\n');
    }
}
