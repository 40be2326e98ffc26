package io.pinisi.portal.applications.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.applications.Application;
import io.pinisi.portal.applications.ApplicationDetail;
import io.pinisi.portal.applications.ApplicationRef;
import io.pinisi.portal.applications.ApplicationService;
import io.pinisi.portal.applications.BindingRow;
import io.pinisi.portal.applications.Placed;
import io.pinisi.portal.applications.ServiceAddress;
import io.pinisi.portal.applications.WorkRow;
import io.pinisi.portal.applications.Workload;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.history.PastRef;
import io.pinisi.portal.placement.PolicyRef;
import io.pinisi.portal.pods.Pod;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Conditions;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One application: where it runs, its pods, how to reach it, and what can be done to it. */
@Prototype
@Route("applications/:namespace/:name")
final class ApplicationView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div body = new Div();
    private final Div state = new Div();
    private final Div facts = new Div();
    private final RowTable<Placed> placed;
    private final RowTable<Pod> pods;
    private final RowTable<ServiceAddress> services;
    private final RowTable<Condition> conditions;
    private final Panel decided;
    private final Panel carried;
    private final RowTable<BindingRow> bindings;
    private final RowTable<WorkRow> works;
    private final Button scale = new Button("Scale", click -> scale());
    private final Button image = new Button("Change image", click -> changeImage());
    private final Button restart = new Button("Restart", click -> restart());
    private final Button yaml = new Button("YAML", click -> yaml());
    private final Button delete = new Button("Delete", click -> delete());
    private transient @Nullable ApplicationRef ref;
    private transient @Nullable ApplicationDetail shown;

    ApplicationView(BackendSlot backend, InstantSource clock) {
        super("Application");
        this.backend = backend;
        this.clock = clock;
        placed =
                new RowTable<>("Clusters", placedColumns(), Placed::cluster, clock)
                        .whenEmpty("No cluster has been chosen for it yet.");
        pods = new RowTable<>("Pods", podColumns(), pod -> pod.ref().path(), clock);
        services =
                new RowTable<>(
                                "Services",
                                serviceColumns(),
                                (ServiceAddress one) -> one.cluster() + "/" + one.name(),
                                clock)
                        .whenEmpty("No Service belongs to it.");
        conditions = Conditions.table(clock);
        bindings = WorkTables.bindings(clock);
        works = WorkTables.works(clock);
        decided = new Panel("Bindings", bindings);
        carried = new Panel("Works", works);
        delete.addClassName("danger");
        addActions(scale, image, restart, yaml, delete);
        body.addClassName("stack");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        ApplicationRef wanted =
                new ApplicationRef(
                        event.getRouteParameters().get("namespace").orElse(""),
                        event.getRouteParameters().get("name").orElse(""));
        ref = wanted;
        setHeading(wanted.name(), Links.to("applications", "Applications"));
        enableActions(false);
        state.add(Placeholder.loading());
        add(state, body);
        Live.on(
                this,
                () -> backend.get().applications().changes(),
                () -> backend.get().applications().get(who, wanted),
                this::show,
                this::fail);
    }

    private void show(ApplicationDetail detail) {
        shown = detail;
        Application app = detail.application();
        state.removeAll();
        enableActions(true);
        scale.setEnabled(detail.workloads().stream().anyMatch(Workload::canScale));
        image.setEnabled(!rollable(detail).isEmpty());
        restart.setEnabled(!rollable(detail).isEmpty());
        setSubtitle(app.status(), app.status().detail(), "in namespace " + app.ref().namespace());
        facts.removeAll();
        facts.add(
                new Facts()
                        .put("Replicas", app.ready() + " of " + app.desired() + " ready")
                        .put("Image", String.join(", ", app.images()))
                        .put("Placed by", policies(detail.policies()))
                        .put("Age", Words.age(app.created(), clock.instant()))
                        .put("History", histories(detail))
                        .put("Overrides", rendered(app.ref())));
        placed.setRows(detail.placed());
        pods.whenEmpty(
                detail.podsListed()
                        ? "No pods yet."
                        : "No permission to list pods in namespace " + app.ref().namespace() + ".");
        pods.setRows(detail.pods());
        services.setRows(detail.services());
        conditions.setRows(detail.conditions());
        decided.setVisible(!detail.bindings().isEmpty());
        carried.setVisible(!detail.bindings().isEmpty());
        bindings.setRows(detail.bindings());
        works.setRows(detail.works());
        if (body.getComponentCount() == 0) {
            Div columns = new Div(new Panel("About", facts), new Panel("Clusters", placed));
            columns.addClassName("columns");
            body.add(
                    columns,
                    new Panel("Pods", pods),
                    decided,
                    carried,
                    new Panel("Services", services),
                    new Panel("Conditions", conditions));
        }
    }

    private static Anchor rendered(ApplicationRef ref) {
        return Links.to(
                "applications/" + ref.namespace() + "/" + ref.name() + "/rendered",
                "As each cluster gets it");
    }

    /** The way to the life of each workload: its states, and who made them. */
    private static Component policies(List<PolicyRef> policies) {
        if (policies.isEmpty()) {
            return new Span("no policy");
        }
        Div links = new Div();
        policies.forEach(
                policy -> links.add(Links.to(policy.path(), policy.toString()), new Text(" ")));
        return links;
    }

    private static Div histories(ApplicationDetail detail) {
        Div links = new Div();
        for (Workload workload : detail.workloads()) {
            String group = workload.apiVersion().split("/")[0];
            String resource = workload.kind().toLowerCase(Locale.ROOT) + "s." + group;
            PastRef past =
                    new PastRef(resource, detail.application().ref().namespace(), workload.name());
            links.add(
                    Links.to(past.path(null), workload.kind() + " " + workload.name()),
                    new Text(" "));
        }
        return links;
    }

    private void fail(Failure failure) {
        enableActions(false);
        body.removeAll();
        state.removeAll();
        state.add(Placeholder.of(failure));
    }

    private void enableActions(boolean enabled) {
        List.of(scale, image, restart, yaml, delete).forEach(button -> button.setEnabled(enabled));
    }

    private void scale() {
        with(
                detail ->
                        ApplicationDialogs.scale(
                                detail.workloads().stream().filter(Workload::canScale).toList(),
                                (workload, replicas) ->
                                        act(
                                                apps -> apps.scale(who, ref(), workload, replicas),
                                                workload.name()
                                                        + " is to have "
                                                        + Words.count(
                                                                replicas, "replica", "replicas"))));
    }

    private void changeImage() {
        with(
                detail ->
                        ApplicationDialogs.image(
                                rollable(detail),
                                (workload, image) ->
                                        act(
                                                apps -> apps.setImage(who, ref(), workload, image),
                                                "Rolling out " + image.image())));
    }

    private void restart() {
        with(
                detail ->
                        ApplicationDialogs.restart(
                                rollable(detail),
                                workload ->
                                        act(
                                                apps -> apps.restart(who, ref(), workload),
                                                "Restarting " + workload.name())));
    }

    private static List<Workload> rollable(ApplicationDetail detail) {
        return detail.workloads().stream().filter(Workload::canRollOut).toList();
    }

    private void yaml() {
        Work.run(
                this,
                () -> backend.get().applications().yaml(who, ref()),
                text -> ApplicationDialogs.yaml(ref().name(), text),
                Notices::failure);
    }

    private void delete() {
        with(
                detail ->
                        ApplicationDialogs.delete(
                                detail.application(),
                                () ->
                                        Work.act(
                                                this,
                                                () ->
                                                        backend.get()
                                                                .applications()
                                                                .delete(who, ref()),
                                                () -> {
                                                    Notices.done(ref().name() + " was deleted");
                                                    UI.getCurrent().navigate("applications");
                                                })));
    }

    private void act(Consumer<ApplicationService> work, String done) {
        Work.act(this, () -> work.accept(backend.get().applications()), () -> Notices.done(done));
    }

    private void with(Consumer<ApplicationDetail> action) {
        ApplicationDetail detail = shown;
        if (detail != null) {
            action.accept(detail);
        }
    }

    private ApplicationRef ref() {
        ApplicationRef known = ref;
        if (known == null) {
            throw new IllegalStateException("the page has not been entered");
        }
        return known;
    }

    private static List<Column<Placed>> placedColumns() {
        return List.of(
                Column.of(
                        "",
                        "Cluster",
                        one -> new Cell.Link(one.cluster(), "", "clusters/" + one.cluster())),
                Column.of("", "Status", one -> new Cell.State(one.status())),
                Column.number("", "Ready", one -> one.ready() + " of " + one.desired()),
                Column.number("", "Up to date", one -> Integer.toString(one.updated())));
    }

    private static List<Column<Pod>> podColumns() {
        return List.of(
                Column.of("", "Name", pod -> new Cell.Link(pod.ref().name(), "", pod.ref().path())),
                Column.text("", "Cluster", pod -> pod.ref().cluster()),
                Column.of("", "Status", pod -> new Cell.State(pod.status())),
                Column.number("", "Ready", pod -> pod.ready() + "/" + pod.containers()),
                Column.number("", "Restarts", pod -> Integer.toString(pod.restarts())),
                Column.<Pod>text("", "Node", Pod::node).wide(),
                Column.<Pod>of("", "Address", pod -> new Cell.Mono(pod.ip())).wide(),
                Column.of("", "Age", pod -> new Cell.Age(pod.created())));
    }

    private static List<Column<ServiceAddress>> serviceColumns() {
        return List.of(
                Column.text("", "Service", ServiceAddress::name),
                Column.text("", "Cluster", ServiceAddress::cluster),
                Column.text("", "Type", ServiceAddress::type),
                Column.<ServiceAddress>of("", "Cluster IP", one -> new Cell.Mono(one.clusterIp()))
                        .wide(),
                Column.of("", "Ports", one -> new Cell.Mono(one.ports())),
                Column.of("", "Open", one -> new Cell.Open(one.open())));
    }
}
