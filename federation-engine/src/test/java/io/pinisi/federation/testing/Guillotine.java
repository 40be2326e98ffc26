package io.pinisi.federation.testing;

import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * Stands between an engine and its hub, and cuts them apart at a given write: what the engine does
 * step by step it writes down there, so every step of its pipeline has such a write before or after
 * it. From then on nothing the engine does reaches the hub, as if its process had been killed.
 */
public final class Guillotine implements Transport {
    private final Transport hub;
    private final Predicate<Request> steps;
    private final Moment moment;
    private final CountDownLatch fallen = new CountDownLatch(1);
    private int left;

    /** Whether the write that it falls at still takes effect. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    /**
     * @param steps the writes that count
     * @param writes that pass before it falls at the next
     */
    public Guillotine(Transport hub, Predicate<Request> steps, int writes, Moment moment) {
        this.hub = hub;
        this.steps = steps;
        this.left = writes;
        this.moment = moment;
    }

    @Override
    public Response send(Request request) {
        if (!counts(request)) {
            return hub.send(alive(request));
        }
        if (isLast()) {
            if (moment == Moment.AFTER) {
                hub.send(request).close();
            }
            fallen.countDown();
        }
        return hub.send(alive(request));
    }

    private boolean counts(Request request) {
        return !request.method().equals("GET") && steps.test(request);
    }

    private synchronized boolean isLast() {
        return left-- == 0;
    }

    private Request alive(Request request) {
        if (fallen.getCount() == 0) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "the engine was killed");
        }
        return request;
    }

    public boolean hasFallen() {
        return fallen.getCount() == 0;
    }
}
