package io.pinisi.cluster.ingress.gateway;

import io.pinisi.cluster.ingress.route.Pool;
import io.pinisi.cluster.ingress.route.Route;
import io.pinisi.cluster.ingress.route.RoutingTable;
import io.pinisi.cluster.ingress.route.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds each request's target and has Jetty's proxy carry it there. */
final class GatewayHandler extends ProxyHandler {
    private static final Logger log = LoggerFactory.getLogger(GatewayHandler.class);

    /** Requests that may be sent again though a target may have begun to work on them. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Supplier<@Nullable RoutingTable> table;
    private final Balancer balancer;
    private final GatewayLimits limits;
    private final Reach reach;
    private final Upgrades upgrades;
    private final Semaphore places;

    GatewayHandler(
            Supplier<@Nullable RoutingTable> table,
            Balancer balancer,
            GatewayLimits limits,
            Reach reach) {
        this.table = table;
        this.balancer = balancer;
        this.limits = limits;
        this.reach = reach;
        this.upgrades = new Upgrades(limits, reach);
        this.places = new Semaphore(limits.requests());
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setConnectTimeout(limits.connect().toMillis());
        client.setIdleTimeout(limits.silence().toMillis());
        client.setMaxConnectionsPerDestination(limits.perTarget());
        client.setMaxRequestsQueuedPerDestination(limits.perTarget());
        client.setDestinationIdleTimeout(limits.silence().toMillis());
        client.setUserAgentField(null);
        client.setFollowRedirects(false);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!places.tryAcquire()) {
            Answer.UNAVAILABLE.send(response, callback, "the gateway has too many requests");
            return true;
        }
        Callback counted = Callback.from(callback, (Runnable) places::release);
        RoutingTable routes = table.get();
        if (routes == null) {
            Answer.UNAVAILABLE.send(response, counted, "the routes are not known yet");
            return true;
        }
        String path = Objects.requireNonNullElse(request.getHttpURI().getCanonicalPath(), "");
        Optional<Route> route = routes.find(Request.getServerName(request), path);
        if (route.isEmpty()) {
            Answer.NOT_FOUND.send(response, counted, "no rule takes this host and path");
            return true;
        }
        Pool pool = route.get().pool();
        if (pool.targets().isEmpty()) {
            Answer.UNAVAILABLE.send(response, counted, pool.name() + ": " + pool.lack());
            return true;
        }
        Attempt attempt = new Attempt(balancer, pool);
        attempt.attach(request);
        if (Upgrades.isWanted(request)) {
            upgrade(request, response, counted, attempt);
        } else {
            offer(request, response, Callback.from(counted, (Runnable) attempt::close), attempt);
        }
        return true;
    }

    private void offer(Request request, Response response, Callback callback, Attempt attempt) {
        if (attempt.next().isEmpty()) {
            Answer.UNAVAILABLE.send(
                    response, callback, attempt.pool().name() + ": all endpoints are busy");
            return;
        }
        try {
            super.handle(request, response, callback);
        } catch (IllegalArgumentException e) {
            Answer.BAD_REQUEST.send(response, callback, "the URL cannot be passed on");
        }
    }

    private void upgrade(Request request, Response response, Callback callback, Attempt attempt) {
        IOException failure = null;
        while (attempt.count() < limits.attempts() && attempt.next().isPresent()) {
            try {
                upgrades.join(request, response, callback, attempt);
                return;
            } catch (IOException e) {
                failure = e;
                if (response.isCommitted()) {
                    attempt.close();
                    callback.failed(e);
                    return;
                }
            }
        }
        attempt.close();
        Answer answer = failure == null ? Answer.UNAVAILABLE : Answer.of(failure);
        answer.send(
                response,
                callback,
                attempt.pool().name()
                        + (failure == null ? ": all endpoints are busy" : ": no endpoint answers"));
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        InetSocketAddress address = reach.of(Attempt.of(request).target());
        return HttpURI.build(request.getHttpURI())
                .scheme("http")
                .host(address.getHostString())
                .port(address.getPort())
                .asImmutable();
    }

    @Override
    protected void addProxyHeaders(
            Request clientToProxyRequest, org.eclipse.jetty.client.Request proxyToServerRequest) {
        proxyToServerRequest.headers(headers -> Forwarding.put(clientToProxyRequest, headers));
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request proxied,
            org.eclipse.jetty.client.Response answered,
            Response response,
            Callback callback,
            Throwable failure) {
        Attempt attempt = Attempt.of(request);
        Target target = attempt.target();
        boolean unreached = isUnreached(failure);
        if (unreached) {
            attempt.refused();
        }
        log.debug("target={} failed: {}", target.authority(), failure.toString());
        if (response.isCommitted()) {
            callback.failed(failure);
        } else if (mayTryAgain(request, attempt, failure, unreached)) {
            offer(request, response, callback, attempt);
        } else {
            Answer.of(failure).send(response, callback, attempt.pool().name() + ": no answer");
        }
    }

    private boolean mayTryAgain(
            Request request, Attempt attempt, Throwable failure, boolean unreached) {
        boolean empty =
                !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                        && request.getLength() <= 0;
        boolean harmless =
                unreached || (SAFE.contains(request.getMethod()) && failure instanceof IOException);
        return empty && harmless && attempt.count() < limits.attempts();
    }

    private static boolean isUnreached(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof SocketTimeoutException
                || failure instanceof UnresolvedAddressException
                || failure instanceof NoRouteToHostException;
    }

    /** What the gateway itself answers. */
    private enum Answer {
        BAD_REQUEST(400, "Bad Request"),
        NOT_FOUND(404, "Not Found"),
        BAD_GATEWAY(502, "Bad Gateway"),
        UNAVAILABLE(503, "Service Unavailable"),
        TIMEOUT(504, "Gateway Timeout");

        private final int status;
        private final String title;

        Answer(int status, String title) {
            this.status = status;
            this.title = title;
        }

        static Answer of(Throwable failure) {
            boolean late = failure instanceof TimeoutException;
            return late ? TIMEOUT : BAD_GATEWAY;
        }

        void send(Response response, Callback callback, String why) {
            response.reset();
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            Content.Sink.write(response, true, status + " " + title + ": " + why + "\n", callback);
        }
    }
}
