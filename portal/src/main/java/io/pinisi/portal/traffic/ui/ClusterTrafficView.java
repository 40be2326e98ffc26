package io.pinisi.portal.traffic.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.traffic.ClusterTraffic;
import io.pinisi.portal.traffic.ClusterTraffic.Latency;
import io.pinisi.portal.traffic.ClusterTraffic.Trouble;
import io.pinisi.portal.traffic.UnfinishedObject;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;

/** One cluster: what waits for it, how long changes take, and what it does not have. */
@Prototype
@Route("propagation/:cluster")
final class ClusterTrafficView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div queue = new Div(Placeholder.loading());
    private final Div times = new Div();
    private final Div trouble = new Div();

    ClusterTrafficView(BackendSlot backend, InstantSource clock) {
        super("Propagation");
        this.backend = backend;
        this.clock = clock;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String cluster = event.getRouteParameters().get("cluster").orElse("");
        setHeading(
                "Changes on their way to " + cluster,
                Links.to("propagation", "Propagation"),
                Links.to("clusters/" + cluster, cluster));
        Div columns =
                new Div(
                        new Panel("Queue", queue),
                        new Panel("Time from a change on the hub", times));
        columns.addClassName("columns");
        Div content = new Div(columns, new Panel("Last failure", trouble), unfinished(cluster));
        content.addClassName("stack");
        add(content);
        Live.on(
                this,
                () -> backend.get().traffic().changes(),
                () -> backend.get().traffic().cluster(who, cluster),
                this::show,
                this::fail);
    }

    private Div unfinished(String cluster) {
        ListPanel<UnfinishedObject> panel =
                new ListPanel<>(
                        "objects",
                        new RowTable<>("Objects", columns(), UnfinishedObject::object, clock),
                        () ->
                                new Placeholder(
                                        Icon.GOOD,
                                        "Nothing is missing",
                                        "The cluster has every object as it should."),
                        () -> backend.get().traffic().changes(),
                        page -> backend.get().traffic().unfinished(who, cluster, page));
        panel.setHeading("Not there as they should be");
        return panel;
    }

    private static List<Column<UnfinishedObject>> columns() {
        return List.of(
                Column.text("", "Object", UnfinishedObject::object),
                Column.of("", "State", one -> new Cell.State(one.status())),
                Column.of("", "Since", one -> new Cell.Age(one.since())));
    }

    private void show(ClusterTraffic traffic) {
        setSubtitle(traffic.status(), traffic.status().detail());
        queue.removeAll();
        queue.add(
                new Facts()
                        .put("Waiting", Words.count(traffic.waiting(), "object", "objects"))
                        .put("Being written", Integer.toString(traffic.inHand()))
                        .put("Oldest", oldest(traffic))
                        .put("Written", TrafficWords.rate(traffic.perSecond()))
                        .put("Since it was connected", sums(traffic)));
        times.removeAll();
        times.add(
                new Facts()
                        .put("Until applied", words(traffic.applied()))
                        .put("Until seen there", words(traffic.visible()))
                        .put("Reckoned over", "the last ten minutes"));
        trouble.removeAll();
        Trouble last = traffic.trouble();
        trouble.add(last == null ? none() : told(last));
    }

    private String oldest(ClusterTraffic traffic) {
        return traffic.oldest() == null
                ? ""
                : (Words.age(traffic.oldest(), clock.instant()) + " " + traffic.oldestObject())
                        .strip();
    }

    private static String sums(ClusterTraffic traffic) {
        return Words.count(traffic.writes(), "write", "writes")
                + ", "
                + Words.count(traffic.deletes(), "delete", "deletes")
                + ", "
                + Words.count(traffic.failures(), "failure", "failures");
    }

    private static String words(Latency latency) {
        return latency.half() == null
                ? "nothing happened"
                : "median "
                        + TrafficWords.latency(latency.half())
                        + ", p99 "
                        + TrafficWords.latency(latency.most());
    }

    private static Paragraph none() {
        Paragraph none = new Paragraph("Nothing has gone wrong since it was connected.");
        none.addClassName("soft");
        return none;
    }

    private static Facts told(Trouble trouble) {
        return new Facts()
                .put("Object", trouble.object())
                .put("Message", trouble.message())
                .put("When", Words.moment(trouble.at()));
    }

    private void fail(Failure failure) {
        queue.removeAll();
        queue.add(Placeholder.of(failure));
        times.removeAll();
        trouble.removeAll();
    }
}
