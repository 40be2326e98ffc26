package io.pinisi.cluster.apiserver.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Cuts off connections on which the head of a request comes byte by byte: each byte resets the idle
 * timeout, so a few hundred of them would keep everybody else out. Between two looks either nothing
 * came, or a whole head; where twice in a row bytes came and no head was whole, it is over.
 *
 * <p>Only HTTP/1 is watched: the layers around it count no messages, and HTTP/2 takes heads in
 * frames of bounded number and size.
 */
public final class SlowHeads implements Connection.Listener {
    private final Scheduler scheduler;
    private final Duration between;
    private final TurnedAway turnedAway;

    /**
     * @param between two looks, so that a head may take up to twice as long
     */
    public SlowHeads(Scheduler scheduler, Duration between, TurnedAway turnedAway) {
        this.scheduler = scheduler;
        this.between = between;
        this.turnedAway = turnedAway;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData meta
                && meta.getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion()) {
            watch(connection, connection.getBytesIn(), connection.getMessagesIn(), 0);
        }
    }

    /**
     * @param slow looks in a row at which a head was on its way
     */
    private void watch(Connection connection, long bytes, long messages, int slow) {
        scheduler.schedule(
                () -> look(connection, bytes, messages, slow),
                between.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void look(Connection connection, long bytes, long messages, int slow) {
        if (!connection.getEndPoint().isOpen()
                || connection.getEndPoint().getConnection() != connection) {
            return;
        }
        long bytesNow = connection.getBytesIn();
        long messagesNow = connection.getMessagesIn();
        boolean nothingUnderWay = messagesNow == connection.getMessagesOut();
        boolean trickles = nothingUnderWay && messagesNow == messages && bytesNow > bytes;
        if (trickles && slow == 1) {
            String source = TurnedAway.source(connection.getEndPoint().getRemoteSocketAddress());
            connection.getEndPoint().close();
            Thread.startVirtualThread(() -> turnedAway.tell(source, "the head comes too slowly"));
            return;
        }
        watch(connection, bytesNow, messagesNow, trickles ? 1 : 0);
    }
}
