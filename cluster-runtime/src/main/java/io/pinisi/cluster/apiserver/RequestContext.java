package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.authn.UserInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts of the request that runs, learnt filter by filter. Bound once per request; confined to
 * the one thread that works on it (a deadline may hand it over, never share it).
 */
public final class RequestContext {
    private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();
    private static final int WARNINGS_LIMIT = 64;

    private final String requestId;
    private final Instant received;
    private final String source;
    private final List<String> warnings = new ArrayList<>(0);
    private final List<ApiResponse.Header> headers = new ArrayList<>(2);
    private final Map<String, String> annotations = new TreeMap<>();
    private @Nullable RequestInfo info;
    private @Nullable UserInfo user;
    private @Nullable UserInfo impersonator;
    private Grant grant = Grant.FULL;

    public RequestContext(String requestId, Instant received, String source) {
        this.requestId = requestId;
        this.received = received;
        this.source = source;
    }

    /** The running request's; there is always one inside the chain. */
    public static RequestContext current() {
        return CURRENT.get();
    }

    public ApiResponse call(ScopedValue.CallableOp<ApiResponse, RuntimeException> work) {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    public String requestId() {
        return requestId;
    }

    public Instant received() {
        return received;
    }

    public String source() {
        return source;
    }

    public void resolved(RequestInfo requestInfo) {
        info = requestInfo;
    }

    public void authenticated(UserInfo caller) {
        user = caller;
    }

    /** The caller acts as another from here on. */
    public void impersonated(UserInfo other) {
        impersonator = user();
        user = other;
    }

    /** What the caller was let in with. */
    public void granted(Grant given) {
        grant = given;
    }

    public Grant grant() {
        return grant;
    }

    public RequestInfo info() {
        if (info == null) {
            throw new IllegalStateException("the request has not been resolved yet");
        }
        return info;
    }

    public UserInfo user() {
        if (user == null) {
            throw new IllegalStateException("the caller has not been authenticated yet");
        }
        return user;
    }

    public @Nullable RequestInfo infoIfKnown() {
        return info;
    }

    public @Nullable UserInfo userIfKnown() {
        return user;
    }

    /** Who acts as {@link #user()}, or null where nobody does. */
    public @Nullable UserInfo impersonator() {
        return impersonator;
    }

    /** Adds a sentence for a {@code Warning} header, unless it was said already. */
    public synchronized void warn(String warning) {
        if (warnings.size() < WARNINGS_LIMIT && !warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    /** Says something of the request for the records of it. */
    public synchronized void annotate(String key, String value) {
        annotations.put(key, value);
    }

    public synchronized Map<String, String> annotations() {
        return Map.copyOf(annotations);
    }

    /** Adds a header to whatever the answer will be. */
    public void answerWith(String name, String value) {
        headers.add(new ApiResponse.Header(name, value));
    }

    public List<ApiResponse.Header> headers() {
        return List.copyOf(headers);
    }

    public synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }
}
