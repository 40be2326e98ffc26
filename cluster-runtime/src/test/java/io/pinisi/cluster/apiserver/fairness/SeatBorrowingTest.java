package io.pinisi.cluster.apiserver.fairness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.fairness.FairQueues.Outcome;
import io.pinisi.cluster.apiserver.fairness.SeatBorrowing.Wish;
import io.pinisi.cluster.machinery.json.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Who lends seats to whom. */
class SeatBorrowingTest {
    private static List<Integer> shared(int seats, Wish... wishes) {
        double fraction = SeatBorrowing.fraction(List.of(wishes), seats);
        return List.of(wishes).stream().map(wish -> wish.at(fraction)).toList();
    }

    @Test
    void anIdleLevelLendsWhatItMay() {
        assertEquals(
                List.of(20, 80),
                shared(100, new Wish(50, 20, 100, 0, 0), new Wish(50, 20, 100, 90, 90)));
    }

    @Test
    void whoNeedsItsOwnSeatsKeepsThem() {
        assertEquals(
                List.of(50, 50),
                shared(100, new Wish(50, 20, 100, 60, 60), new Wish(50, 20, 100, 60, 60)));
    }

    @Test
    void nobodyBorrowsMoreThanItMay() {
        List<Integer> seats =
                shared(100, new Wish(50, 0, 100, 10, 5), new Wish(50, 20, 60, 500, 500));
        assertEquals(60, seats.getLast());
        assertEquals(40, seats.getFirst());
    }

    @Test
    void demandIsMeasuredOverTime() {
        SeatDemand demand = new SeatDemand(0);
        demand.change(4, 0);
        demand.change(0, 50);
        SeatDemand.Period period = demand.end(100);
        assertEquals(new SeatDemand.Period(2, 2, 4), period);
        assertEquals(4, period.envelope());
        assertEquals(new SeatDemand.Period(0, 0, 0), demand.end(200));
    }

    @Test
    void demandRisesAtOnceAndFallsSlowly() {
        assertEquals(10, SeatBorrowing.smooth(0, new SeatDemand.Period(8, 2, 20)));
        double fallen = SeatBorrowing.smooth(10, new SeatDemand.Period(0, 0, 0));
        assertEquals(9.77, fallen, 1e-9);
    }

    private static PriorityLevel level(String name, String limits) {
        ObjectNode object =
                Yaml.parse(
                                "{metadata: {name: "
                                        + name
                                        + "}, spec: {type: Limited, limited: {"
                                        + limits
                                        + ", nominalConcurrencyShares: 1, limitResponse: {type:"
                                        + " Reject}}}}")
                        .getFirst()
                        .asObject();
        return PriorityLevel.of(object);
    }

    @Test
    void aBusyLevelGetsTheSeatsOfAnIdleOne() {
        FlowConfiguration configuration =
                FlowConfiguration.initial(10)
                        .with(
                                List.of(),
                                List.of(
                                        level("idle", "lendablePercent: 80"),
                                        level("busy", "x: 1")),
                                10);
        FairQueues busy = configuration.queuesOf("busy");
        FairQueues idle = configuration.queuesOf("idle");
        assertTrue(busy != null && idle != null);
        List<Outcome> seats = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            seats.add(busy.take(i, Duration.ZERO));
        }
        assertTrue(busy.take(9, Duration.ZERO) instanceof Outcome.Refused);
        configuration.shareOut(10);
        // how much exactly depends on how long the five were held
        assertTrue(busy.seats() >= 8, () -> "busy has " + busy.seats());
        assertTrue(idle.seats() <= 2, () -> "idle has " + idle.seats());
        assertTrue(busy.take(9, Duration.ZERO) instanceof Outcome.Seated);
        for (Outcome seat : seats) {
            busy.giveBack((Outcome.Seated) seat);
        }
    }
}
