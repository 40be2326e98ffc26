package io.pinisi.portal.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Cuts off connections on which the head of a request comes byte by byte: each byte resets the idle
 * timeout, so a few hundred of them would keep everybody else out. Between two looks either nothing
 * came, or a whole head; where twice in a row bytes came and no head was whole, it is over.
 */
final class SlowHeads implements Connection.Listener {
    private final Scheduler scheduler;
    private final Duration between;

    SlowHeads(Scheduler scheduler, Duration between) {
        this.scheduler = scheduler;
        this.between = between;
    }

    @Override
    public void onOpened(Connection connection) {
        watch(connection, connection.getBytesIn(), connection.getMessagesIn(), 0);
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
            connection.getEndPoint().close();
            return;
        }
        watch(connection, bytesNow, messagesNow, trickles ? 1 : 0);
    }
}
