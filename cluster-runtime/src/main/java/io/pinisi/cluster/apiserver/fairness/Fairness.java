package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
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
        Outcome.Seated seat = seat(queues, matched, user, info);
        try {
            return next.handle(request);
        } finally {
            queues.giveBack(seat);
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
            FairQueues queues, Matched matched, UserInfo user, RequestInfo info) {
        return switch (queues.take(matched.schema().flow(user, info), limits.longestWait())) {
            case Outcome.Seated seated -> seated;
            case Outcome.Refused _ ->
                    throw new ApiException(
                            Reason.TOO_MANY_REQUESTS,
                            "too many requests, please try again later",
                            new ApiException.Details("", "", "", List.of(), RETRY_SECONDS));
        };
    }

    /** The queues of a level by its name; null where it is exempt or unknown. */
    @Nullable FairQueues queuesOf(String level) {
        return configuration.queuesOf(level);
    }
}
