package io.pinisi.federation.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.work.WorkJournal.Follower;
import io.pinisi.federation.work.WorkJournal.News;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WorkJournalTest {
    private static final int REMEMBERED = 3;

    private final WorkJournal journal =
            new WorkJournal(100, new WorkLimits(REMEMBERED, Duration.ofMinutes(1)));

    private static Template map(String name) {
        return new Template(GroupVersionKind.of("v1", "ConfigMap"), ObjectKey.of("home", name));
    }

    private static News next(Follower follower) throws InterruptedException {
        return Objects.requireNonNull(follower.take(0));
    }

    @Test
    void aFollowerIsToldWhereAnObjectCameAndWentWithTheUidItHad() throws InterruptedException {
        Follower follower = journal.follow();
        journal.touch(map("a"), "u1", Set.of("bali", "flores"));
        assertEquals(Set.of("bali", "flores"), next(follower).arrived());

        journal.touch(map("a"), "u1", Set.of("flores"));
        News second = next(follower);
        assertEquals(Set.of(), second.arrived());
        assertEquals(Map.of("bali", "u1"), second.departed());

        journal.touch(map("a"), "", Set.of());
        assertEquals(Map.of("flores", "u1"), next(follower).departed());
    }

    @Test
    void anotherBindingOfTheSameObjectIsAnotherWork() throws InterruptedException {
        journal.touch(map("a"), "u1", Set.of("bali"));
        Follower follower = journal.follow();
        journal.touch(map("a"), "u2", Set.of("bali"));

        News news = next(follower);
        assertEquals(Set.of("bali"), news.arrived());
        assertEquals(Map.of("bali", "u1"), news.departed());
    }

    @Test
    void whatChangesAgainIsReadOnceAndInTheOrderOfRevisions() throws InterruptedException {
        Follower follower = journal.follow();
        journal.touch(map("a"), "u1", Set.of("bali"));
        journal.touch(map("b"), "u2", Set.of("bali"));
        journal.touch(map("a"), "u1", Set.of("bali", "flores"));

        News first = next(follower);
        News second = next(follower);
        assertEquals(map("b"), first.template());
        assertEquals(102, first.revision());
        assertEquals(map("a"), second.template());
        assertEquals(103, second.revision());
        assertEquals(Set.of("bali", "flores"), second.arrived());
        assertNull(follower.take(0));
        assertEquals(103, follower.readUpTo());
    }

    @Test
    void oneGoesOnFromARevisionThatIsRemembered() throws InterruptedException {
        journal.touch(map("a"), "u1", Set.of("bali"));
        long listed = journal.revision();
        journal.touch(map("b"), "u2", Set.of("bali"));

        Follower follower = Objects.requireNonNull(journal.followAfter(listed));
        assertEquals(map("b"), next(follower).template());
        assertNull(follower.take(0));
    }

    @Test
    void whatIsForgottenOrStillToComeIsNotGoneOnFrom() {
        assertNotNull(journal.followAfter(100));
        for (int i = 0; i <= REMEMBERED; i++) {
            journal.touch(map("a" + i), "u", Set.of("bali"));
        }
        assertNull(journal.followAfter(100));
        assertNotNull(journal.followAfter(101));
        assertNull(journal.followAfter(journal.revision() + 1));
    }

    @Test
    void theEndOfTheJournalIsTheEndOfItsFollowers() throws InterruptedException {
        Follower follower = journal.follow();
        journal.touch(map("a"), "u1", Set.of("bali"));
        journal.close();

        assertTrue(follower.hasEnded());
        assertNull(follower.take(10));
    }
}
