package io.pinisi.federation.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FuseTest {
    private static final Fuse.Verdict GO = new Fuse.Verdict.Go();
    private final List<String> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Fuse fuse = new Fuse(FuseLimits.DEFAULT, () -> now, told::add);

    @Test
    void whatNobodyNotedGoesAtOnce() {
        assertEquals(GO, fuse.ask("bali", template(0)));
    }

    @Test
    void aFewGoAfterAMoment() {
        note(0, 19);
        assertEquals(new Fuse.Verdict.Wait(Duration.ofSeconds(1)), fuse.ask("bali", template(0)));
        now = now.plusSeconds(1);
        for (int i = 0; i < 19; i++) {
            assertEquals(GO, fuse.ask("bali", template(i)));
        }
        assertEquals(List.of(), told);
    }

    @Test
    void manyWaitForAPersonAndMoreOfThemToo() {
        note(0, 20);
        now = now.plusSeconds(1);
        assertEquals(new Fuse.Verdict.Held(20), fuse.ask("bali", template(7)));
        assertEquals(List.of("bali"), told);
        note(20, 21);
        now = now.plusSeconds(1);
        assertEquals(new Fuse.Verdict.Held(21), fuse.ask("bali", template(20)));
        assertEquals(21, fuse.held("bali").size());
        assertEquals(GO, fuse.ask("flores", template(7)), "each cluster by itself");
    }

    @Test
    void aTrickleBlowsTheFuseToo() {
        int gone = 0;
        for (int i = 0; i < 30; i++) {
            note(i, i + 1);
            now = now.plusSeconds(1);
            gone += fuse.ask("bali", template(i)).equals(GO) ? 1 : 0;
        }
        assertEquals(19, gone);
    }

    @Test
    void slowEnoughTheyAllGo() {
        for (int i = 0; i < 60; i++) {
            note(i, i + 1);
            now = now.plusSeconds(2);
            assertEquals(GO, fuse.ask("bali", template(i)));
            fuse.note(template(i), Set.of(), Set.of());
        }
    }

    @Test
    void onlyWhatWasConfirmedGoes() {
        note(0, 20);
        now = now.plusSeconds(1);
        fuse.ask("bali", template(0));
        Set<Template> confirmed = Set.copyOf(fuse.held("bali").keySet());
        note(20, 45);
        now = now.plusSeconds(1);
        fuse.release("bali", confirmed);
        assertEquals(GO, fuse.ask("bali", template(0)));
        assertInstanceOf(Fuse.Verdict.Held.class, fuse.ask("bali", template(30)));
        assertEquals(Map.of("bali", 25), fuse.counts());
    }

    @Test
    void aCautionHoldsTheFirstDeleteUntilItIsOver() {
        Instant until = fuse.caution();
        fuse.arm("bali", until);
        fuse.arm("bali", until.minusSeconds(60));
        note(0, 1);
        now = until.minusSeconds(1);
        assertEquals(new Fuse.Verdict.Held(1), fuse.ask("bali", template(0)));
        fuse.release("bali", Set.of(template(0)));
        now = until;
        assertEquals(GO, fuse.ask("bali", template(0)));
        note(1, 2);
        now = now.plusSeconds(1);
        assertEquals(GO, fuse.ask("bali", template(1)));
    }

    @Test
    void aCautionOfAnotherClockLastsNoLongerThanAnyOther() {
        fuse.arm("bali", now.plus(Duration.ofDays(1)));
        now = now.plus(FuseLimits.DEFAULT.caution());
        note(0, 1);
        now = now.plusSeconds(1);
        assertEquals(GO, fuse.ask("bali", template(0)));
    }

    @Test
    void aStrayAlwaysWaitsAndHoldsNothingElse() {
        fuse.note(template(0), Set.of(), Set.of("bali"));
        note(1, 2);
        assertInstanceOf(Fuse.Verdict.Wait.class, fuse.ask("bali", template(0)));
        assertEquals(Map.of(), fuse.held("bali"), "it may be only on its way out");
        now = now.plusSeconds(1);
        assertEquals(new Fuse.Verdict.Held(1), fuse.ask("bali", template(0)));
        assertEquals(GO, fuse.ask("bali", template(1)));
        assertEquals(Set.of(template(0)), fuse.held("bali").keySet());
        fuse.release("bali", Set.of(template(0)));
        assertEquals(GO, fuse.ask("bali", template(0)));
        fuse.note(template(0), Set.of(), Set.of());
        assertEquals(Map.of(), fuse.counts());
    }

    @Test
    void whatIsWantedAgainIsHeldNoMore() {
        note(0, 20);
        now = now.plusSeconds(1);
        fuse.ask("bali", template(0));
        for (int i = 0; i < 20; i++) {
            fuse.note(template(i), Set.of(), Set.of());
        }
        assertEquals(Map.of(), fuse.held("bali"));
        assertEquals(Map.of(), fuse.counts());
    }

    private void note(int from, int to) {
        for (int i = from; i < to; i++) {
            fuse.note(template(i), Set.of("bali"), Set.of());
        }
    }

    private static Template template(int i) {
        return new Template(GroupVersionKind.of("v1", "ConfigMap"), ObjectKey.of("shop", "c" + i));
    }
}
