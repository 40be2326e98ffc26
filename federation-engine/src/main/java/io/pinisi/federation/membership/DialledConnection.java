package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.federation.login.TokenSource;
import io.pinisi.federation.reverse.Passing;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A member that the hub dials. Where its client certificate is fetched, there is a new {@link Line}
 * for each new one; what was begun on the line before goes on there.
 */
final class DialledConnection implements MemberConnection {
    private final String cluster;
    private final Kubeconfig kubeconfig;
    private final @Nullable TokenSource tokens;
    private final ApiClient api;
    private final @Nullable DialledConnection people;
    private @Nullable Line line;
    private @Nullable Line former;
    private boolean closed;

    DialledConnection(String cluster, Kubeconfig kubeconfig, @Nullable TokenSource tokens) {
        this(cluster, kubeconfig, tokens, UnaryOperator.identity(), null);
    }

    /**
     * @param tokens where the kubeconfig says how one is fetched
     * @param fence stands before what is done as the engine
     * @param impersonator token that people's requests are made by; null for the engine's own
     *     credential
     */
    DialledConnection(
            String cluster,
            Kubeconfig kubeconfig,
            @Nullable TokenSource tokens,
            UnaryOperator<Transport> fence,
            @Nullable String impersonator) {
        this.cluster = cluster;
        this.kubeconfig = kubeconfig;
        this.tokens = tokens;
        this.line = tokens == null ? new Line(cluster, kubeconfig, null) : null;
        this.api = new ApiClient(fence.apply(transport(null, TIMEOUT)));
        this.people =
                impersonator == null
                        ? null
                        : new DialledConnection(cluster, kubeconfig.as(impersonator), null);
    }

    Kubeconfig kubeconfig() {
        return kubeconfig;
    }

    /** Null where people's requests are made by the engine's own credential. */
    @Nullable String impersonator() {
        return people == null ? null : people.kubeconfig.token();
    }

    @Override
    public ApiClient api() {
        return api;
    }

    @Override
    public ApiResponse pass(Passing passing) {
        return people == null ? relay().pass(passing) : people.pass(passing);
    }

    /** Why there is no credential is nothing that people are told. */
    private MemberRelay relay() {
        try {
            return line().relay();
        } catch (ApiException e) {
            throw new ApiException(
                    Reason.SERVICE_UNAVAILABLE, "cluster \"" + cluster + "\" cannot be reached");
        }
    }

    @Override
    public ApiClient api(UserInfo person) {
        return new ApiClient(transport(person, TIMEOUT));
    }

    @Override
    public ApiClient hasty(Duration timeout) {
        return new ApiClient(transport(null, timeout));
    }

    /** For requests that were made elsewhere. */
    Transport transport(@Nullable UserInfo person, Duration timeout) {
        return person != null && people != null
                ? people.transport(person, timeout)
                : request -> line().transport(person, timeout).send(request);
    }

    /**
     * @throws ApiException ServiceUnavailable, in the words of who should have given a credential
     */
    private Line line() {
        if (tokens == null) {
            return current(kubeconfig);
        }
        try {
            return current(kubeconfig.bearing(tokens.current().certificate()));
        } catch (ApiException e) {
            throw MemberTransport.unreachable(cluster, String.valueOf(e.getMessage()));
        }
    }

    private synchronized Line current(Kubeconfig wanted) {
        Line now = line;
        if (now != null && now.kubeconfig().equals(wanted)) {
            return now;
        }
        if (closed) {
            throw MemberTransport.unreachable(cluster, "the connection is closed");
        }
        Line next = new Line(cluster, wanted, tokens);
        if (former != null) {
            former.close();
        }
        former = now;
        line = next;
        return next;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Line one : new Line[] {line, former}) {
            if (one != null) {
                one.close();
            }
        }
        if (people != null) {
            people.close();
        }
    }
}
