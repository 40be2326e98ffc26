package io.pinisi.cluster.apiserver.auditpolicy;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.apiserver.StatusObject;
import io.pinisi.cluster.apiserver.filter.ErrorMapping;
import io.pinisi.cluster.apiserver.negotiation.BodyDecoder;
import io.pinisi.cluster.authn.Anonymous;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Records the requests that a policy wants recorded. Stands behind authentication, so that the
 * records name the caller before anybody else is impersonated.
 */
public final class PolicyAudit implements Filter {
    private static final UserInfo NOBODY = UserInfo.of(Anonymous.USER, UserInfo.UNAUTHENTICATED);

    private final AuditPolicy policy;
    private final Consumer<byte[]> log;
    private final InstantSource clock;

    /**
     * @param log takes one record; the request waits for it
     */
    public PolicyAudit(AuditPolicy policy, Consumer<byte[]> log, InstantSource clock) {
        this.policy = policy;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestContext context = RequestContext.current();
        AuditPolicy.Decision decision = policy.decide(context.user(), context.info());
        if (decision.level() == Level.NONE) {
            return next.handle(request);
        }
        Audited audited = new Audited(request, context, decision);
        audited.record(Stage.REQUEST_RECEIVED);
        ApiResponse response;
        try {
            response = next.handle(audited.listening());
        } catch (RuntimeException e) {
            audited.failed(e);
            throw e;
        }
        return audited.answered(response);
    }

    /** The filter for callers that are not let in: stands before authentication. */
    public Filter failedAuthentication() {
        return (request, next) -> {
            try {
                return next.handle(request);
            } catch (ApiException e) {
                RequestContext context = RequestContext.current();
                if (context.userIfKnown() == null && context.infoIfKnown() != null) {
                    AuditPolicy.Decision decision = policy.decide(NOBODY, context.info());
                    new Audited(request, context, decision).refused(e);
                }
                throw e;
            }
        };
    }

    /** One request on its way. */
    private final class Audited {
        private final ApiRequest request;
        private final EventBuilder builder;
        private final AuditPolicy.Decision decision;
        private final boolean resource;
        private final boolean whole;
        private byte @Nullable [] body;

        Audited(ApiRequest request, RequestContext context, AuditPolicy.Decision decision) {
            this.request = request;
            this.decision = decision;
            this.builder = new EventBuilder(request, context, decision);
            this.resource = context.info() instanceof ResourceRequest;
            this.whole = decision.level().atLeast(Level.REQUEST_RESPONSE);
        }

        void record(Stage stage) {
            if (decision.records(stage)) {
                log.accept(Json.bytes(builder.event(stage, clock.instant())));
            }
        }

        /** The request, with its body heard where the record needs it. */
        ApiRequest listening() {
            return new ApiRequest(
                    request.method(),
                    request.path(),
                    request.query(),
                    request.headers(),
                    limit -> {
                        byte[] read = request.body().read(limit);
                        body = read;
                        return read;
                    },
                    request.source(),
                    request.channel(),
                    request.certificates());
        }

        void failed(RuntimeException failure) {
            hear();
            Optional<ApiException> worded = ErrorMapping.worded(failure);
            ApiException known =
                    worded.orElseGet(
                            () ->
                                    new ApiException(
                                            Reason.INTERNAL_ERROR,
                                            "APIServer panic'd: " + failure));
            builder.answered(known.reason().code(), StatusObject.of(known));
            record(worded.isPresent() ? Stage.RESPONSE_COMPLETE : Stage.PANIC);
        }

        void refused(ApiException refusal) {
            builder.answered(refusal.reason().code(), StatusObject.of(refusal));
            record(Stage.RESPONSE_STARTED);
        }

        ApiResponse answered(ApiResponse response) {
            hear();
            builder.answered(response.status(), answer(response));
            switch (response.body()) {
                case ApiResponse.Body.Parts _ -> {
                    record(Stage.RESPONSE_COMPLETE);
                    return response;
                }
                case ApiResponse.Body.Streamed streamed -> {
                    record(Stage.RESPONSE_STARTED);
                    return new ApiResponse(
                            response.status(),
                            response.headers(),
                            new ApiResponse.Body.Streamed(
                                    new AuditedFrames(streamed.frames(), this::complete)));
                }
                case ApiResponse.Body.Tunnelled tunnelled -> {
                    record(Stage.RESPONSE_STARTED);
                    return new ApiResponse(
                            response.status(),
                            response.headers(),
                            new ApiResponse.Body.Tunnelled(
                                    new AuditedTunnel(tunnelled.tunnel(), this::complete)));
                }
            }
        }

        private void complete() {
            record(Stage.RESPONSE_COMPLETE);
        }

        private void hear() {
            byte[] read = body;
            JsonNode sent =
                    read == null || !resource ? null : tree(request.header("content-type"), read);
            if (sent != null) {
                builder.sent(sent);
            }
        }

        private @Nullable JsonNode answer(ApiResponse response) {
            boolean wanted = whole || response.status() >= 400;
            return wanted && resource && response.body() instanceof ApiResponse.Body.Parts parts
                    ? tree(response.header("Content-Type"), parts.joined())
                    : null;
        }

        /** What cannot be read is not told of; the answer says why. */
        private static @Nullable JsonNode tree(String contentType, byte[] bytes) {
            try {
                return BodyDecoder.tree(contentType, bytes);
            } catch (ApiException e) {
                return null;
            }
        }
    }

    /** Frames whose end is recorded, once. */
    private static final class AuditedFrames implements Transport.Body.Frames {
        private final Transport.Body.Frames frames;
        private final Runnable end;
        private final AtomicBoolean ended = new AtomicBoolean();

        AuditedFrames(Transport.Body.Frames frames, Runnable end) {
            this.frames = frames;
            this.end = end;
        }

        @Override
        public byte @Nullable [] next() throws InterruptedException {
            return frames.next();
        }

        @Override
        public void close() {
            frames.close();
            if (ended.compareAndSet(false, true)) {
                end.run();
            }
        }
    }

    /** A connection whose end is recorded, once. */
    private static final class AuditedTunnel implements ByteTunnel {
        private final ByteTunnel tunnel;
        private final Runnable end;
        private final AtomicBoolean ended = new AtomicBoolean();

        AuditedTunnel(ByteTunnel tunnel, Runnable end) {
            this.tunnel = tunnel;
            this.end = end;
        }

        @Override
        public InputStream input() throws IOException {
            return tunnel.input();
        }

        @Override
        public OutputStream output() throws IOException {
            return tunnel.output();
        }

        @Override
        public void close() {
            tunnel.close();
            if (ended.compareAndSet(false, true)) {
                end.run();
            }
        }
    }
}
