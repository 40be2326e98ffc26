package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.MetricsText;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.apiserver.fairness.FairQueues.Outcome;
import io.pinisi.cluster.apiserver.fairness.FlowConfiguration.Matched;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request a seat at the level that its flow schema names, and tells the client which the
 * two were. Writes and reads of all callers but the exempt ones share the seats, so a flood from
 * one of them fills its own queues and nobody else's.
 */
public final class Fairness implements Filter {
    static final String SCHEMA_HEADER = "X-Kubernetes-PF-FlowSchema-UID";
    static final String LEVEL_HEADER = "X-Kubernetes-PF-PriorityLevel-UID";
    private static final int RETRY_SECONDS = 1;

    private final Limits limits;
    private final FlowFigures figures = new FlowFigures();
    private volatile FlowConfiguration configuration;

    /**
     * @param seats how many requests are worked on at once, the exempt ones not counted
     * @param longestWait for a seat
     */
    public record Limits(int seats, Duration longestWait) {
        public static final Limits USUAL = new Limits(600, Duration.ofSeconds(15));
    }

    public Fairness(Limits limits) {
        this.limits = limits;
        this.configuration = FlowConfiguration.initial(limits.seats());
    }

    /** Replaces what is followed; requests that wait keep their places. */
    synchronized void follow(List<FlowSchema> schemas, List<PriorityLevel> levels) {
        configuration = configuration.with(schemas, levels, limits.seats());
        configuration.shareOut(limits.seats());
    }

    /** Lends seats of levels that need few to those that need many; to be done now and then. */
    synchronized void shareOut() {
        configuration.shareOut(limits.seats());
    }

    /** Figures in the text format of Prometheus. */
    public String metrics() {
        MetricsText text = new MetricsText();
        figures.print(configuration.shares(), text);
        return text.toString();
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestContext context = RequestContext.current();
        UserInfo user = context.user();
        RequestInfo info = context.info();
        Matched matched = configuration.classify(user, info);
        tell(context, matched);
        FairQueues queues = matched.queues();
        if (queues == null || isLongRunning(info)) {
            return next.handle(request);
        }
        FlowFigures.Flow flow = figures.of(matched);
        Outcome.Seated seat = seat(queues, matched, flow, info);
        long begun = System.nanoTime();
        try {
            return next.handle(request);
        } finally {
            queues.giveBack(seat);
            flow.ended(since(begun));
        }
    }

    /** Before the objects are stored they have no identity to tell. */
    private static void tell(RequestContext context, Matched matched) {
        if (!matched.schema().uid().isEmpty()) {
            context.answerWith(SCHEMA_HEADER, matched.schema().uid());
            context.answerWith(LEVEL_HEADER, matched.level().uid());
        }
    }

    private static boolean isLongRunning(RequestInfo info) {
        return info instanceof ResourceRequest resource && resource.longRunning();
    }

    private Outcome.Seated seat(
            FairQueues queues, Matched matched, FlowFigures.Flow figure, RequestInfo info) {
        long begun = System.nanoTime();
        figure.waits();
        UserInfo user = RequestContext.current().user();
        switch (queues.take(matched.schema().flow(user, info), limits.longestWait())) {
            case Outcome.Seated seated -> {
                figure.runs(since(begun));
                return seated;
            }
            case Outcome.Refused refused -> {
                figure.refused(refused.why(), since(begun));
                throw new ApiException(
                        Reason.TOO_MANY_REQUESTS,
                        "too many requests, please try again later",
                        new ApiException.Details("", "", "", List.of(), RETRY_SECONDS));
            }
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** The queues of a level by its name; null where it is exempt or unknown. */
    @Nullable FairQueues queuesOf(String level) {
        return configuration.queuesOf(level);
    }
}
