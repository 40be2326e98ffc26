package io.pinisi.federation.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.rollout.Progress.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RolloutPlannerTest {
    private static final String CAREFUL =
            """
            stages:
            - name: canary
              clusters: {labelSelector: {matchLabels: {ring: canary}}}
              soakSeconds: 60
            - name: rest
              clusters: {labelSelector: {matchLabels: {ring: rest}}}
              orderBy: rank
              maxConcurrency: 2
            progressDeadlineSeconds: 300
            """;
    private static final ClusterFacts BALI = ring("bali", "canary");
    private static final ClusterFacts FLORES = ranked("flores", "2");
    private static final ClusterFacts SUMBA = ranked("sumba", "1");
    private static final ClusterFacts TIMOR = ring("timor", "rest");

    private static ClusterFacts ring(String name, String ring) {
        return Voyage.cluster(name, Map.of("ring", ring));
    }

    private static ClusterFacts ranked(String name, String rank) {
        return Voyage.cluster(name, Map.of("ring", "rest", "rank", rank));
    }

    /** All have {@code a}, and {@code b} has just been written on the hub. */
    private static Voyage changed(String spec) {
        Voyage voyage = new Voyage(spec, BALI, FLORES, SUMBA, TIMOR);
        voyage.settle();
        assertEquals(Phase.COMPLETED, voyage.phase());
        assertEquals(List.of(), voyage.given(), "what is there is not touched");
        voyage.change("b");
        return voyage;
    }

    @Test
    void stagesComeOneAfterTheOtherAndClustersInTheirOrder() {
        Voyage voyage = changed(CAREFUL);
        voyage.settle();
        assertEquals(List.of("bali"), voyage.given());
        assertEquals(State.SOAKING, voyage.state("bali"));
        assertEquals("a", voyage.revision("sumba"));
        voyage.pass(Duration.ofSeconds(59));
        voyage.settle();
        assertEquals(List.of("bali"), voyage.given(), "not before it has soaked");
        voyage.pass(Duration.ofSeconds(1));
        voyage.step();
        assertEquals(List.of("bali", "sumba", "flores"), voyage.given());
        voyage.settle();
        assertEquals(List.of("bali", "sumba", "flores", "timor"), voyage.given());
        assertEquals(Phase.COMPLETED, voyage.phase());
        assertEquals("b", voyage.progress().stable());
    }

    @Test
    void aClusterThatDoesNotGetWellInTimeStopsTheRest() {
        Voyage voyage = changed(CAREFUL);
        voyage.sick("bali", true);
        voyage.settle();
        voyage.pass(Duration.ofMinutes(5));
        voyage.settle();
        assertEquals(Phase.FAILED, voyage.phase());
        assertEquals(List.of("bali"), voyage.given());
        assertTrue(voyage.progress().message().contains("bali"), voyage.progress().message());
        voyage.sick("bali", false);
        voyage.settle();
        assertEquals(Phase.FAILED, voyage.phase(), "well for a moment is not well");
        voyage.pass(Duration.ofMinutes(1));
        voyage.settle();
        assertEquals(Phase.COMPLETED, voyage.phase(), "it got well after all");
    }

    @Test
    void whoSoaksAndFallsIllBeginsToSoakAnew() {
        Voyage voyage = changed(CAREFUL);
        voyage.settle();
        voyage.pass(Duration.ofSeconds(50));
        voyage.sick("bali", true);
        voyage.settle();
        voyage.sick("bali", false);
        voyage.settle();
        voyage.pass(Duration.ofSeconds(50));
        voyage.settle();
        assertEquals(State.SOAKING, voyage.state("bali"));
        assertEquals(List.of("bali"), voyage.given());
    }

    @Test
    void someFailuresMayBeBorne() {
        Voyage voyage = changed(CAREFUL + "maxFailures: 25%\n");
        voyage.sick("bali", true);
        voyage.settle();
        voyage.pass(Duration.ofMinutes(5));
        voyage.settle();
        assertEquals(4, voyage.given().size());
        assertEquals(Phase.COMPLETED, voyage.phase());
        assertEquals("without bali", voyage.progress().message());
    }

    @Test
    void aFailureMayTakeTheChangeBackByItself() {
        Voyage voyage = changed(CAREFUL + "onFailure: Rollback\n");
        voyage.sick("bali", true);
        voyage.settle();
        voyage.pass(Duration.ofMinutes(5));
        voyage.settle();
        assertEquals(Phase.ROLLING_BACK, voyage.phase());
        assertEquals("a", voyage.revision("bali"));
        voyage.sick("bali", false);
        voyage.settle();
        assertEquals(Phase.ROLLED_BACK, voyage.phase());
        voyage.change("c");
        voyage.settle();
        assertEquals("c", voyage.revision("bali"), "the next change is tried");
    }

    @Test
    void peopleAreAskedBeforeAndAfterAStage() {
        Voyage voyage =
                changed(
                        """
                        stages:
                        - name: canary
                          clusters: {clusterNames: [bali]}
                          approvals: [Before, After]
                        """);
        voyage.settle();
        assertEquals(Phase.AWAITING_APPROVAL, voyage.phase());
        assertEquals("canary/before", voyage.progress().awaited());
        assertEquals(List.of(), voyage.given());
        voyage.control(approved(1, "canary/before"));
        voyage.settle();
        assertEquals(List.of(), voyage.given(), "that was for another run");
        voyage.control(approved(2, "canary/before"));
        voyage.settle();
        assertEquals(List.of("bali"), voyage.given());
        assertEquals("canary/after", voyage.progress().awaited());
        voyage.control(approved(2, "canary/after"));
        voyage.settle();
        assertEquals(Phase.COMPLETED, voyage.phase(), "a gate once passed stays so");
        assertEquals("", voyage.progress().awaited());
        voyage.change("c");
        voyage.settle();
        assertEquals(Phase.AWAITING_APPROVAL, voyage.phase(), "for that run only");
    }

    @Test
    void nobodyOpensAGateForHisOwnChange() {
        Voyage voyage = gated();
        voyage.changedBy("rika", "olga");
        voyage.settle();
        for (String author : List.of("rika", "olga")) {
            voyage.control(approved(2, "canary/before", author, LATER));
            voyage.settle();
            assertEquals(Phase.AWAITING_APPROVAL, voyage.phase(), author);
            assertEquals(List.of(), voyage.given());
        }
        voyage.control(approved(2, "canary/before", "ann", LATER));
        voyage.settle();
        assertEquals(Phase.COMPLETED, voyage.phase());
    }

    @Test
    void whoLeavesClustersOutOpensNoGateOfThatRun() {
        Voyage voyage = gated();
        voyage.settle();
        Control.Approval own = new Control.Approval(2, "canary/before", "ann", LATER);
        voyage.control(
                new Control(
                        false, 0, 0, 2, Set.of("flores"), Set.of(), Set.of("ann"), List.of(own)));
        voyage.settle();
        assertEquals(Phase.AWAITING_APPROVAL, voyage.phase());
    }

    @Test
    void anApprovalThatHasExpiredOpensNothing() {
        Voyage voyage = gated();
        voyage.control(
                approved(2, "canary/before", "ann", Voyage.START.plus(Duration.ofMinutes(5))));
        voyage.pass(Duration.ofMinutes(5));
        voyage.settle();
        assertEquals(Phase.AWAITING_APPROVAL, voyage.phase());
        assertTrue(voyage.progress().message().contains("that of ann has expired"));
        voyage.control(approved(2, "canary/before", "ann", LATER));
        voyage.settle();
        assertEquals(Phase.COMPLETED, voyage.phase());
    }

    @Test
    void leavingAStageOutIsNoWayRoundTheGateBehindIt() {
        Voyage voyage = gated("[After]");
        voyage.control(
                new Control(false, 0, 0, 2, Set.of(), Set.of("canary"), Set.of("rika"), List.of()));
        voyage.settle();
        assertEquals("canary/after", voyage.progress().awaited());
        assertEquals(List.of(), voyage.given());
    }

    private static final Instant LATER = Voyage.START.plus(Duration.ofDays(2));

    private static Voyage gated() {
        return gated("[Before]");
    }

    private static Voyage gated(String approvals) {
        return changed(
                """
                stages:
                - name: canary
                  clusters: {clusterNames: [bali]}
                  approvals: %s
                """
                        .formatted(approvals));
    }

    private static Control approved(int run, String gate, String user, Instant end) {
        Control.Approval approval = new Control.Approval(run, gate, user, end);
        return new Control(false, 0, 0, 0, Set.of(), Set.of(), Set.of(), List.of(approval));
    }

    private static Control approved(int run, String gate) {
        return approved(run, gate, "ann", Voyage.START.plus(Duration.ofDays(1)));
    }

    @Test
    void whilePausedNothingIsGivenAndWhatIsOnItsWayIsWatched() {
        Voyage voyage = changed(CAREFUL);
        voyage.settle();
        voyage.control(new Control(true, 0, 0, 0, Set.of(), Set.of(), Set.of(), List.of()));
        voyage.pass(Duration.ofMinutes(1));
        voyage.settle();
        assertEquals(Phase.PAUSED, voyage.phase());
        assertEquals(State.UPDATED, voyage.state("bali"));
        assertEquals(List.of("bali"), voyage.given());
        voyage.control(Control.NONE);
        voyage.settle();
        assertEquals(Phase.COMPLETED, voyage.phase());
    }

    @Test
    void whatIsStoppedStaysAsItIsUntilTheNextChange() {
        Voyage voyage = changed(CAREFUL);
        voyage.settle();
        voyage.control(new Control(false, 2, 0, 0, Set.of(), Set.of(), Set.of(), List.of()));
        voyage.pass(Duration.ofHours(1));
        voyage.settle();
        assertEquals(Phase.STOPPED, voyage.phase());
        assertEquals("b", voyage.revision("bali"));
        assertEquals("a", voyage.revision("sumba"));
        voyage.change("c");
        voyage.settle();
        assertEquals(Phase.PROGRESSING, voyage.phase(), "the stop was for run 2");
    }

    @Test
    void aRollbackGivesBackLastComeFirstAndAlsoAfterTheEnd() {
        Voyage voyage = changed(CAREFUL);
        voyage.settle();
        voyage.pass(Duration.ofMinutes(1));
        voyage.settle();
        voyage.control(new Control(false, 0, 2, 0, Set.of(), Set.of(), Set.of(), List.of()));
        voyage.settle();
        assertEquals(Phase.ROLLED_BACK, voyage.phase());
        assertEquals(List.of("bali", "timor", "flores", "sumba"), voyage.takenBack());
        assertEquals("a", voyage.revision("timor"));
        voyage.change("a");
        voyage.settle();
        assertEquals(Phase.COMPLETED, voyage.phase(), "the hub says what they have again");
    }

    @Test
    void aNewChangeInTheMiddleBeginsAnewAndARollbackSkipsWhatNeverHeld() {
        Voyage voyage = changed(CAREFUL);
        voyage.settle();
        voyage.change("c");
        voyage.settle();
        assertEquals(List.of("bali", "bali"), voyage.given());
        assertEquals("c", voyage.revision("bali"));
        assertEquals("Superseded", voyage.progress().history().getFirst().result());
        voyage.control(new Control(false, 0, 3, 0, Set.of(), Set.of(), Set.of(), List.of()));
        voyage.settle();
        assertEquals("a", voyage.revision("bali"), "b was never proven");
    }

    @Test
    void aClusterThatIsAwayHoldsNobodyUp() {
        Voyage voyage = changed(CAREFUL);
        voyage.away("bali", true);
        voyage.settle();
        assertEquals(List.of("sumba", "flores", "timor"), voyage.given());
        assertEquals(Phase.PROGRESSING, voyage.phase());
        assertTrue(voyage.progress().message().contains("away: bali"));
        voyage.away("bali", false);
        voyage.settle();
        voyage.pass(Duration.ofMinutes(1));
        voyage.settle();
        assertEquals(Phase.COMPLETED, voyage.phase());
    }

    @Test
    void aClusterThatJoinsHasWhatTheOthersHadUntilItsTurn() {
        Voyage voyage = changed(CAREFUL);
        voyage.settle();
        voyage.join(ring("alor", "rest"));
        voyage.settle();
        assertEquals("a", voyage.revision("alor"));
        voyage.pass(Duration.ofMinutes(1));
        voyage.settle();
        assertEquals("b", voyage.revision("alor"));
        voyage.join(ring("buru", "canary"));
        voyage.settle();
        assertEquals("b", voyage.revision("buru"), "nothing is on its way any more");
        assertEquals(5, voyage.given().size());
    }

    @Test
    void clustersAndStagesMayBeLeftOut() {
        Voyage voyage = changed(CAREFUL);
        voyage.control(
                new Control(
                        false, 0, 0, 2, Set.of("flores"), Set.of("canary"), Set.of(), List.of()));
        voyage.settle();
        assertEquals(List.of("sumba", "timor"), voyage.given());
        assertEquals(Phase.COMPLETED, voyage.phase());
        assertEquals("a", voyage.revision("flores"));
    }

    @Test
    void whatRelapsesHoldsTheNextStage() {
        Voyage voyage = changed(CAREFUL);
        voyage.settle();
        voyage.pass(Duration.ofMinutes(1));
        voyage.control(new Control(true, 0, 0, 0, Set.of(), Set.of(), Set.of(), List.of()));
        voyage.settle();
        voyage.sick("bali", true);
        voyage.control(Control.NONE);
        voyage.settle();
        assertEquals(List.of("bali"), voyage.given());
        assertTrue(voyage.progress().message().contains("not well any more in bali"));
    }

    @Test
    void whatIsNewGoesEverywhereAtOnceOrThroughTheStages() {
        Voyage atOnce = new Voyage(CAREFUL, BALI, FLORES);
        atOnce.missing("bali");
        atOnce.missing("flores");
        atOnce.settle();
        assertEquals("a", atOnce.revision("flores"));
        Voyage staged = new Voyage(CAREFUL + "firstPlacement: Staged\n", BALI, FLORES);
        staged.missing("bali");
        staged.missing("flores");
        staged.step();
        assertEquals("a", staged.revision("bali"));
        assertEquals("", staged.revision("flores"));
    }

    @Test
    void clustersThatNoStageSelectsComeLast() {
        Voyage voyage = changed("stages: [{name: one, clusters: {clusterNames: [timor]}}]\n");
        voyage.settle();
        assertEquals(List.of("timor", "bali", "flores", "sumba"), voyage.given());
    }
}
