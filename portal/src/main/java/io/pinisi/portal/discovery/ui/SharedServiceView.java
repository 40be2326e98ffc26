package io.pinisi.portal.discovery.ui;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.discovery.Leg;
import io.pinisi.portal.discovery.SharedService;
import io.pinisi.portal.discovery.SharedServiceDetail;
import io.pinisi.portal.discovery.SharedServiceRef;
import io.pinisi.portal.discovery.SharedServiceRef.Way;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Findings;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;

/** The map of one shared service: who offers it, by which name, and who has it. */
@Prototype
@Route("services/:kind/:namespace/:name")
final class SharedServiceView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final Div state = new Div(Placeholder.loading());
    private final Div body = new Div();
    private final Div map = new Div();
    private final Div facts = new Div();
    private final Div findings = new Div();
    private final RowTable<Leg> legs;

    SharedServiceView(BackendSlot backend, InstantSource clock) {
        super("Service");
        this.backend = backend;
        legs =
                new RowTable<>("Clusters", columns(), Leg::cluster, clock)
                        .whenEmpty("There is no cluster.");
        body.addClassName("stack");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        SharedServiceRef ref =
                new SharedServiceRef(
                        event.getRouteParameters().get("namespace").orElse(""),
                        event.getRouteParameters().get("name").orElse(""),
                        event.getRouteParameters()
                                .get("kind")
                                .filter(Way.MULTI_CLUSTER.kind()::equals)
                                .map(kind -> Way.MULTI_CLUSTER)
                                .orElse(Way.EXPORT));
        setHeading(ref.name(), Links.to("services", "Services"));
        add(state, body);
        Live.on(
                this,
                () -> backend.get().discovery().changes(),
                () -> backend.get().discovery().service(who, ref),
                this::show,
                this::fail);
    }

    private void show(SharedServiceDetail detail) {
        SharedService service = detail.service();
        state.removeAll();
        setSubtitle(service.status(), "in namespace " + service.ref().namespace());
        map.removeAll();
        map.add(new ServiceMap(detail));
        findings.removeAll();
        findings.add(new Findings(detail.findings(), "Every cluster has what it is to have."));
        facts.removeAll();
        facts.add(
                new Facts()
                        .put("Shared by", service.ref().way().kind() + " " + service.ref().name())
                        .put("Name in DNS", new Code(service.dnsName()))
                        .put("Service in the clusters", detail.localName())
                        .put("Type", detail.type())
                        .put("Ports", String.join(", ", detail.ports()))
                        .put("Ready endpoints", Integer.toString(service.readyEndpoints())));
        legs.setRows(detail.legs());
        if (body.getComponentCount() == 0) {
            Div columns = new Div(new Panel("Health", findings), new Panel("About", facts));
            columns.addClassName("columns");
            body.add(new Panel("Map", map), columns, new Panel("Clusters", legs));
        }
    }

    private void fail(Failure failure) {
        body.removeAll();
        state.removeAll();
        state.add(Placeholder.of(failure));
    }

    private static List<Column<Leg>> columns() {
        return List.of(
                Column.of(
                        "",
                        "Cluster",
                        one -> new Cell.Link(one.cluster(), "", "clusters/" + one.cluster())),
                Column.of("", "Offers it", one -> new Cell.State(one.offer())),
                Column.number(
                        "",
                        "Ready",
                        one ->
                                one.exports()
                                        ? one.readyEndpoints() + " of " + one.endpoints()
                                        : "–"),
                Column.<Leg>of("", "Since", one -> new Cell.Age(one.exported())).wide(),
                Column.of("", "Has it", one -> new Cell.State(one.intake())),
                Column.of("", "Endpoints of", one -> new Cell.Tags(carried(one))),
                Column.<Leg>of("", "Since", one -> new Cell.Age(one.imported())).wide());
    }

    private static List<String> carried(Leg leg) {
        return leg.carried().stream().map(one -> one.source() + " " + one.endpoints()).toList();
    }
}
