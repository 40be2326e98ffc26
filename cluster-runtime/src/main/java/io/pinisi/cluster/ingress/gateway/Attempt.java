package io.pinisi.cluster.ingress.gateway;

import io.pinisi.cluster.ingress.route.Pool;
import io.pinisi.cluster.ingress.route.Target;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a target, and perhaps to another after that. Holds one place at a time;
 * closing it, once or more, gives it back.
 */
final class Attempt implements AutoCloseable {
    private static final String ATTRIBUTE = Attempt.class.getName();

    private final Balancer balancer;
    private final Pool pool;
    private final Set<Target> tried = new HashSet<>();
    private @Nullable Target target;

    Attempt(Balancer balancer, Pool pool) {
        this.balancer = balancer;
        this.pool = pool;
    }

    static Attempt of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Attempt attempt) {
            return attempt;
        }
        throw new IllegalStateException("a request without a target");
    }

    void attach(Request request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The next target that has not been tried. */
    synchronized Optional<Target> next() {
        close();
        Optional<Target> next = balancer.take(pool, tried);
        next.ifPresent(
                taken -> {
                    tried.add(taken);
                    target = taken;
                });
        return next;
    }

    synchronized Target target() {
        if (target == null) {
            throw new IllegalStateException("no target is taken");
        }
        return target;
    }

    Pool pool() {
        return pool;
    }

    synchronized int count() {
        return tried.size();
    }

    /** The target did not accept: others are offered before it for a while. */
    synchronized void refused() {
        balancer.failed(target());
    }

    @Override
    public synchronized void close() {
        if (target != null) {
            balancer.release(target);
            target = null;
        }
    }
}
