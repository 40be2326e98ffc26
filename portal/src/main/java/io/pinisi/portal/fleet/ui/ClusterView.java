package io.pinisi.portal.fleet.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.fleet.ClusterDetail;
import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.fleet.Node;
import io.pinisi.portal.membership.Invited;
import io.pinisi.portal.membership.Joined;
import io.pinisi.portal.membership.ui.InvitationPanel;
import io.pinisi.portal.membership.ui.UnjoinDialog;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Conditions;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.FaultList;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.Offers;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;

/** One member cluster: how it is, what it has, its nodes. */
@Prototype
@Route("clusters/:cluster")
final class ClusterView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div facts = new Div();
    private final Div capacity = new Div();
    private final RowTable<Condition> conditions;
    private final Button invite = new Button("New agent command");
    private final Div invitation = new Div();
    private boolean mayJoin;

    ClusterView(BackendSlot backend, InstantSource clock) {
        super("Cluster");
        this.backend = backend;
        this.clock = clock;
        this.conditions = Conditions.table(clock);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String name = event.getRouteParameters().get("cluster").orElse("");
        setHeading(name, Links.to("clusters", "Clusters"));
        Button unjoin = new Button("Unjoin", click -> unjoin(name));
        unjoin.addClassName("danger");
        invite.addClickListener(click -> invite(name));
        invite.setVisible(false);
        addActions(invite, unjoin);
        Offers.when(this, () -> backend.get().membership().mayUnjoin(who, name), unjoin);
        Div content = new Div();
        content.addClassName("stack");
        capacity.addClassName("meters");
        facts.add(Placeholder.loading());
        Div columns = new Div(new Panel("About", facts), new Panel("Capacity", capacity));
        columns.addClassName("columns");
        content.add(invitation, columns, nodes(name), new Panel("Conditions", conditions));
        add(content);
        addAttachListener(
                attached ->
                        Work.run(
                                this,
                                () -> backend.get().membership().mayJoin(who),
                                yes -> mayJoin = yes,
                                failure -> {}));
        Live.on(
                this,
                () -> backend.get().fleet().changes(),
                () -> backend.get().fleet().cluster(who, name),
                this::show,
                this::fail);
    }

    /** For an agent that never came, or lost its certificate. */
    private void invite(String cluster) {
        Work.run(
                this,
                () -> backend.get().membership().inviteAgain(who, cluster),
                invited -> {
                    invitation.removeAll();
                    switch (invited) {
                        case Invited.Done done ->
                                invitation.add(InvitationPanel.of(done, clock.instant()));
                        case Invited.Refused(List<Joined.Fault> faults) -> {
                            FaultList list = new FaultList();
                            faults.forEach(one -> list.add("", one.field(), one.message()));
                            invitation.add(list);
                        }
                    }
                },
                this::fail);
    }

    private void unjoin(String cluster) {
        UnjoinDialog.open(
                cluster,
                leftovers ->
                        Work.act(
                                this,
                                () -> backend.get().membership().unjoin(who, cluster, leftovers),
                                () -> {
                                    Notices.done(cluster + " is leaving");
                                    UI.getCurrent().navigate("clusters");
                                }));
    }

    private Div nodes(String cluster) {
        RowTable<Node> table = new RowTable<>("Nodes", columns(), Node::name, clock);
        ListPanel<Node> panel =
                new ListPanel<>(
                        "nodes",
                        table,
                        () ->
                                new Placeholder(
                                        Icon.CLUSTERS,
                                        "No nodes",
                                        "Pods wait until a node has joined this cluster."),
                        () -> backend.get().fleet().changes(),
                        page -> backend.get().fleet().nodes(who, cluster, page));
        panel.setHeading("Nodes");
        return panel;
    }

    private static List<Column<Node>> columns() {
        return List.of(
                Column.text("name", "Name", Node::name),
                Column.of("status", "Status", node -> new Cell.State(node.status())),
                Column.<Node>text("", "Version", Node::version).wide(),
                Column.<Node>text("", "Runtime", Node::runtime).wide(),
                Column.<Node>of("", "Address", node -> new Cell.Mono(node.address())).wide(),
                Column.number("", "CPU", node -> Words.cores(node.cpuMilli())),
                Column.number("", "Memory", node -> Words.bytes(node.memoryBytes())),
                Column.of("", "Age", node -> new Cell.Age(node.created())));
    }

    private void show(ClusterDetail detail) {
        Cluster cluster = detail.cluster();
        invite.setVisible(mayJoin && isPulled(detail));
        setSubtitle(cluster.status(), cluster.status().detail());
        facts.removeAll();
        facts.add(
                new Facts()
                        .put("Version", cluster.version())
                        .put("Provider", cluster.provider())
                        .put("Region", cluster.region())
                        .put("API endpoint", detail.endpoint())
                        .put("Reached by", way(detail))
                        .putMono("With kubectl", kubectl(detail))
                        .put("Last heard of", heard(cluster))
                        .put("Joined", Words.age(detail.joined(), clock.instant()) + " ago")
                        .put("Taints", String.join(", ", detail.taints()))
                        .putLabels("Labels", detail.labels()));
        capacity.removeAll();
        capacity.add(
                ClusterCard.meter("CPU requested", cluster.cpu(), Words::cores),
                ClusterCard.meter("Memory requested", cluster.memory(), Words::bytes));
        conditions.setRows(detail.conditions());
    }

    private static String kubectl(ClusterDetail detail) {
        return detail.door().isEmpty() ? "" : "kubectl --server " + detail.door();
    }

    private static String way(ClusterDetail detail) {
        return isPulled(detail) ? "Pull: its agent dials the hub" : "Push: the hub dials it";
    }

    private static boolean isPulled(ClusterDetail detail) {
        return detail.syncMode().equals("Pull");
    }

    private String heard(Cluster cluster) {
        return cluster.asOf() == null
                ? "not since the hub began"
                : Words.age(cluster.asOf(), clock.instant()) + " ago";
    }

    private void fail(Failure failure) {
        facts.removeAll();
        facts.add(Placeholder.of(failure));
    }
}
