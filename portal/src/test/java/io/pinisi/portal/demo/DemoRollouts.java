package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.rollout.RolloutAct;
import io.pinisi.portal.rollout.RolloutDetail;
import io.pinisi.portal.rollout.RolloutRef;
import io.pinisi.portal.rollout.RolloutRow;
import io.pinisi.portal.rollout.RolloutService;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

/** A made-up change on its way. */
final class DemoRollouts implements RolloutService {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final RolloutRow WEB =
            new RolloutRow(
                    new RolloutRef("shop", "web-deployment"),
                    "Deployment web",
                    new Status(Level.PROGRESSING, "Progressing", "stage rest: flores"),
                    4,
                    1,
                    3,
                    START);

    @Override
    public Changes changes() {
        return listener -> () -> {};
    }

    @Override
    public Page<RolloutRow> rollouts(Identity who, PageRequest page) {
        return page.of(
                List.of(WEB), RolloutRow::object, key -> Comparator.comparing(RolloutRow::object));
    }

    @Override
    public RolloutDetail rollout(Identity who, RolloutRef ref) {
        return new RolloutDetail(
                WEB,
                "shop/careful",
                "5f05ff50a9",
                "ed04d5ddac",
                "canary/after",
                List.of("rika"),
                List.of("canary/before by ann"),
                false,
                List.of(
                        new RolloutDetail.Stage("canary", Status.healthy("Done"), 1, 1),
                        new RolloutDetail.Stage(
                                "rest", Status.of(Level.PROGRESSING, "Under way"), 0, 2)),
                List.of(
                        member("bali", "canary", Status.healthy("Updated"), "5f05ff50a9"),
                        member(
                                "flores",
                                "rest",
                                Status.of(Level.PROGRESSING, "Soaking"),
                                "5f05ff50a9"),
                        member("sumba", "rest", Status.of(Level.UNKNOWN, "Waiting"), "ed04d5ddac")),
                List.of(
                        new RolloutDetail.Past(3, "ed04d5ddac", "Completed", START, START),
                        new RolloutDetail.Past(2, "1c0ffee123", "RolledBack", START, START)),
                EnumSet.of(
                        RolloutAct.Kind.APPROVE,
                        RolloutAct.Kind.PAUSE,
                        RolloutAct.Kind.STOP,
                        RolloutAct.Kind.ROLL_BACK,
                        RolloutAct.Kind.SKIP));
    }

    private static RolloutDetail.Member member(
            String cluster, String stage, Status status, String revision) {
        return new RolloutDetail.Member(
                cluster, stage, status, revision, START, status.word().equals("Waiting"));
    }

    @Override
    public void act(Identity who, RolloutRef ref, RolloutAct act) {}
}
