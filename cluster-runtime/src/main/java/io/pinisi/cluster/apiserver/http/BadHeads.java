package io.pinisi.cluster.apiserver.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Tells of the heads that the engine itself refuses, and answers them as it does. */
public final class BadHeads extends ErrorHandler {
    /** The attribute of requests that got past the engine: what refuses those tells itself. */
    public static final String READ = BadHeads.class.getName();

    private static final int CLIENT_ERRORS = 4;

    private final TurnedAway turnedAway;

    public BadHeads(TurnedAway turnedAway) {
        this.turnedAway = turnedAway;
        setShowStacks(false);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (response.getStatus() / 100 == CLIENT_ERRORS && request.getAttribute(READ) == null) {
            turnedAway.tell(
                    TurnedAway.source(request.getConnectionMetaData().getRemoteSocketAddress()),
                    response.getStatus() + " " + request.getAttribute(ERROR_MESSAGE));
        }
        return super.handle(request, response, callback);
    }
}
