package io.pinisi.portal.traffic.ui;

import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.traffic.ClusterTraffic;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;

/** Per cluster what waits and how long a change takes, the worst first. */
@Prototype
@Route("propagation")
final class TrafficView extends PageFrame {
    private static final long serialVersionUID = 1L;

    TrafficView(BackendSlot backend, InstantSource clock) {
        super("Propagation");
        Identity who = Person.current();
        add(
                new ListPanel<>(
                        "clusters",
                        new RowTable<>("Propagation", columns(), ClusterTraffic::cluster, clock),
                        () ->
                                new Placeholder(
                                        Icon.PROPAGATION,
                                        "No cluster is connected",
                                        "As soon as one has joined, it shows how fast changes"
                                                + " come into it."),
                        () -> backend.get().traffic().changes(),
                        page -> backend.get().traffic().clusters(who, page)));
    }

    private static List<Column<ClusterTraffic>> columns() {
        return List.of(
                Column.of(
                        "cluster",
                        "Cluster",
                        one -> new Cell.Link(one.cluster(), "", "propagation/" + one.cluster())),
                Column.of("state", "State", one -> new Cell.State(one.status())),
                Column.number("waiting", "Waiting", one -> Integer.toString(one.waiting())),
                Column.of("", "Oldest", one -> new Cell.Age(one.oldest())),
                Column.number("", "Written", one -> TrafficWords.rate(one.perSecond())),
                Column.number("", "Applied p50", one -> TrafficWords.latency(one.applied().half())),
                Column.number("", "p99", one -> TrafficWords.latency(one.applied().most())),
                Column.<ClusterTraffic>number(
                                "", "Seen p50", one -> TrafficWords.latency(one.visible().half()))
                        .wide(),
                Column.<ClusterTraffic>number(
                                "", "p99", one -> TrafficWords.latency(one.visible().most()))
                        .wide(),
                Column.number("", "Failures", one -> Long.toString(one.failures())));
    }
}
