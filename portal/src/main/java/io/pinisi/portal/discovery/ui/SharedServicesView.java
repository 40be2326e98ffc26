package io.pinisi.portal.discovery.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.discovery.SharedIngress;
import io.pinisi.portal.discovery.SharedService;
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

/** Every service that clusters share, and every address before several of them; the worst first. */
@Prototype
@Route("services")
final class SharedServicesView extends PageFrame {
    private static final long serialVersionUID = 1L;

    SharedServicesView(BackendSlot backend, InstantSource clock) {
        super("Services");
        Identity who = Person.current();
        ListPanel<SharedService> services =
                new ListPanel<>(
                        "services",
                        new RowTable<>("Services", columns(), one -> one.ref().path(), clock),
                        () ->
                                new Placeholder(
                                        Icon.SERVICES,
                                        "No service is shared",
                                        "A ServiceExport or a MultiClusterService on the hub makes"
                                                + " a service of one cluster reachable in others."),
                        () -> backend.get().discovery().changes(),
                        page -> backend.get().discovery().services(who, page));
        ListPanel<SharedIngress> ingresses =
                new ListPanel<>(
                        "ingresses",
                        new RowTable<>("Ingresses", ingressColumns(), SharedIngress::id, clock),
                        () ->
                                new Placeholder(
                                        Icon.SERVICES,
                                        "No address for several clusters",
                                        "A MultiClusterIngress on the hub puts one address in front"
                                                + " of services in all clusters that have them."),
                        () -> backend.get().discovery().changes(),
                        page -> backend.get().discovery().ingresses(who, page));
        ingresses.setHeading("One address for all clusters");
        Div content = new Div(services, ingresses);
        content.addClassName("stack");
        add(content);
    }

    private static List<Column<SharedIngress>> ingressColumns() {
        return List.of(
                Column.text("", "Ingress", SharedIngress::name),
                Column.text("", "Namespace", SharedIngress::namespace),
                Column.of("", "State", one -> new Cell.State(one.status())),
                Column.text(
                        "",
                        "Hosts",
                        one -> one.hosts().isEmpty() ? "any" : String.join(", ", one.hosts())),
                Column.of("", "Address", one -> new Cell.Mono(String.join(" ", one.addresses()))),
                Column.of("", "Requests go to", one -> new Cell.Tags(one.serving())),
                Column.of("", "Gets none", one -> new Cell.Tags(one.resting())),
                Column.of("", "Age", one -> new Cell.Age(one.since())));
    }

    private static List<Column<SharedService>> columns() {
        return List.of(
                Column.of(
                        "name",
                        "Service",
                        one -> new Cell.Link(one.ref().name(), one.dnsName(), one.ref().path())),
                Column.text("namespace", "Namespace", one -> one.ref().namespace()),
                Column.of("state", "State", one -> new Cell.State(one.status())),
                Column.of("", "Exported by", one -> new Cell.Tags(one.exporters())),
                Column.of("", "Imported by", one -> new Cell.Tags(one.importers())),
                Column.number(
                        "endpoints",
                        "Ready endpoints",
                        one -> Integer.toString(one.readyEndpoints())),
                Column.of("", "Age", one -> new Cell.Age(one.since())));
    }
}
