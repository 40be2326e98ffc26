package io.pinisi.portal.fleet.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.fleet.Amount;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.Offers;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongFunction;

/** All member clusters. */
@Prototype
@Route("clusters")
final class ClustersView extends PageFrame {
    private static final long serialVersionUID = 1L;

    ClustersView(BackendSlot backend, InstantSource clock) {
        super("Clusters");
        Identity who = Person.current();
        Anchor join = Links.button("Join a cluster", "join");
        Anchor first = Links.button("Join the first one", "join");
        addActions(Links.to("history?show=clusters", "At a moment…"), join);
        Offers.when(this, () -> backend.get().membership().mayJoin(who), join, first);
        RowTable<Cluster> table = new RowTable<>("Clusters", columns(), Cluster::name, clock);
        add(
                new ListPanel<>(
                        "clusters",
                        table,
                        () ->
                                new Placeholder(
                                        Icon.CLUSTERS,
                                        "No cluster has joined yet",
                                        "Embedded clusters join by themselves while Pinisi"
                                                + " starts; any other joins by its kubeconfig.",
                                        first),
                        () -> backend.get().fleet().changes(),
                        page -> backend.get().fleet().clusters(who, page)));
    }

    private static List<Column<Cluster>> columns() {
        return List.of(
                Column.of(
                        "name",
                        "Name",
                        cluster ->
                                new Cell.Link(
                                        cluster.name(),
                                        cluster.region(),
                                        "clusters/" + cluster.name())),
                Column.of("status", "Status", cluster -> new Cell.State(cluster.status())),
                Column.number(
                        "",
                        "Nodes ready",
                        cluster -> cluster.nodesReady() + " of " + cluster.nodes()),
                Column.number("pods", "Pods", cluster -> Integer.toString(cluster.pods())),
                Column.<Cluster>number(
                                "", "CPU requested", cluster -> amount(cluster.cpu(), Words::cores))
                        .wide(),
                Column.<Cluster>number(
                                "",
                                "Memory requested",
                                cluster -> amount(cluster.memory(), Words::bytes))
                        .wide(),
                Column.<Cluster>text("version", "Version", Cluster::version).wide(),
                Column.of("", "Seen", cluster -> new Cell.Age(cluster.asOf())));
    }

    private static String amount(Amount amount, LongFunction<String> words) {
        return amount.isKnown()
                ? words.apply(amount.used()) + " of " + words.apply(amount.total())
                : "–";
    }
}
