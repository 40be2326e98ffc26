package io.pinisi.portal.logs;

import io.pinisi.auth.Identity;
import io.pinisi.auth.Sessions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.portal.pods.LogStream;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves lines from a log to a browser. A message is {@code L} and lines, or {@code E} and why there
 * are none. Lines that are there already travel together, at most {@link #BATCH} characters; each
 * is cut at {@link #LONGEST_LINE}.
 */
final class LogPump {
    private static final Logger log = LoggerFactory.getLogger(LogPump.class);
    static final int BATCH = 64 * 1024;
    static final int LONGEST_LINE = 16 * 1024;

    /** What a message is about, in its first character: the viewer knows these too. */
    private static final char FORBIDDEN = 'F';

    private static final char BROKEN = 'E';

    private final Session session;
    private final Sessions sessions;
    private final Identity identity;

    LogPump(Session session, Sessions sessions, Identity identity) {
        this.session = session;
        this.sessions = sessions;
        this.identity = identity;
    }

    void run(Supplier<LogStream> open) {
        try (LogStream lines = open.get()) {
            closeTogether(lines);
            pump(lines);
            LogSockets.close(session, CloseCodes.NORMAL_CLOSURE, "the log has ended");
        } catch (ApiException e) {
            String why = e.getMessage() == null ? "the cluster refused the log" : e.getMessage();
            refuse(e.is(Reason.FORBIDDEN) ? FORBIDDEN : BROKEN, why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException e) {
            log.debug("a log viewer went away", e);
        } catch (RuntimeException e) {
            log.warn("a log stream broke", e);
            refuse(BROKEN, "The stream broke; the portal's own log says why.");
        }
    }

    /** A viewer that leaves must wake the thread that waits for the next line. */
    private void closeTogether(LogStream lines) {
        Thread.ofVirtual()
                .name("log-guard-" + session.getId())
                .start(
                        () -> {
                            try {
                                while (session.isOpen() && sessions.stands(identity)) {
                                    Thread.sleep(GUARD_MILLIS);
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                lines.close();
                                LogSockets.close(
                                        session, CloseCodes.GOING_AWAY, "the session has ended");
                            }
                        });
    }

    private static final long GUARD_MILLIS = 1_000;

    private void pump(LogStream lines) throws InterruptedException, IOException {
        StringBuilder batch = new StringBuilder();
        String line;
        while ((line = lines.next()) != null) {
            append(batch, line);
            while (batch.length() < BATCH && lines.ready()) {
                String more = lines.next();
                if (more == null) {
                    break;
                }
                append(batch, more);
            }
            session.getBasicRemote().sendText(batch.insert(0, 'L').toString());
            batch.setLength(0);
        }
    }

    private static void append(StringBuilder batch, @Nullable String line) {
        if (line == null) {
            return;
        }
        batch.append(line, 0, Math.min(line.length(), LONGEST_LINE)).append('\n');
    }

    private void refuse(char kind, String why) {
        try {
            session.getBasicRemote().sendText(kind + why);
        } catch (IOException | IllegalStateException e) {
            log.debug("a log viewer went away", e);
        }
        LogSockets.close(session, CloseCodes.NORMAL_CLOSURE, "refused");
    }
}
