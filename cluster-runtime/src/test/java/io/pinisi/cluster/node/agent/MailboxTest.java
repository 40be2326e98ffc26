package io.pinisi.cluster.node.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.node.agent.Happening.ActionEnded;
import io.pinisi.cluster.node.agent.Happening.PodChanged;
import io.pinisi.cluster.node.agent.Happening.PodGone;
import io.pinisi.cluster.node.agent.Happening.Stirred;
import io.pinisi.cluster.node.pod.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final int FLOOD = 10_000;

    private final Mailbox mailbox = new Mailbox();

    private static Pod pod(int generation) {
        return new Pod(Json.object().put("generation", generation));
    }

    @Test
    void aFloodLosesNothingThatCounts() throws InterruptedException {
        ActionEnded one = new ActionEnded("web", new Effect.Started("web"));
        ActionEnded other = new ActionEnded("sidecar", new Effect.Started("sidecar"));
        mailbox.put(one);
        for (int i = 0; i < FLOOD; i++) {
            mailbox.put(new Stirred());
            mailbox.put(new PodChanged(pod(i)));
        }
        mailbox.put(other);
        mailbox.put(new PodGone());
        assertEquals(
                List.of(one, new Stirred(), new PodChanged(pod(FLOOD - 1)), other, new PodGone()),
                mailbox.take(Duration.ZERO));
        assertEquals(List.of(), mailbox.take(Duration.ofMillis(1)), "each is heard once");
    }

    @Test
    void whoWaitsIsWoken() throws InterruptedException {
        Thread.ofVirtual().start(() -> mailbox.put(new Stirred()));
        assertEquals(List.of(new Stirred()), mailbox.take(Duration.ofMinutes(1)));
    }
}
