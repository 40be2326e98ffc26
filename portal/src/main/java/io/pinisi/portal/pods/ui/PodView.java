package io.pinisi.portal.pods.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteParameters;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.logs.LogTickets;
import io.pinisi.portal.pods.Container;
import io.pinisi.portal.pods.LogRequest;
import io.pinisi.portal.pods.Pod;
import io.pinisi.portal.pods.PodDetail;
import io.pinisi.portal.pods.PodEvent;
import io.pinisi.portal.pods.PodRef;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Address;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Conditions;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.PageTime;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pod of a member cluster: containers, log, events. */
@Prototype
@Route("clusters/:cluster/pods/:namespace/:name")
final class PodView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;
    private static final int TAIL = 500;

    private final transient BackendSlot backend;
    private final transient LogTickets tickets;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div state = new Div();
    private final Div body = new Div();
    private final Div facts = new Div();
    private final Select<String> container = new Select<>();
    private final LogView log = new LogView();

    /** Logs and events have no past. */
    private final boolean isNow = PageTime.current() == null;

    private final RowTable<Container> containers;
    private final RowTable<PodEvent> events;
    private final RowTable<Condition> conditions;
    private transient List<Container> shownContainers = List.of();
    private transient @Nullable Run followed;

    /** A container from one start to its end. */
    private record Run(String container, @Nullable Instant started) {}

    PodView(BackendSlot backend, LogTickets tickets, InstantSource clock) {
        super("Pod");
        this.backend = backend;
        this.tickets = tickets;
        this.clock = clock;
        containers = new RowTable<>("Containers", containerColumns(), Container::name, clock);
        events =
                new RowTable<>(
                                "Events",
                                eventColumns(),
                                (PodEvent event) ->
                                        event.reason() + event.source() + event.message(),
                                clock)
                        .whenEmpty("No events in the last hour.");
        conditions = Conditions.table(clock);
        body.addClassName("stack");
        container.setAriaLabel("Container");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        RouteParameters route = event.getRouteParameters();
        PodRef pod =
                new PodRef(
                        route.get("cluster").orElse(""),
                        route.get("namespace").orElse(""),
                        route.get("name").orElse(""));
        setHeading(
                pod.name(),
                Links.to("clusters", "Clusters"),
                Links.to("clusters/" + pod.cluster(), pod.cluster()));
        Button delete = new Button("Delete pod", click -> delete(pod));
        delete.addClassName("danger");
        addActions(delete);
        state.add(Placeholder.loading());
        add(state, body);
        container.addValueChangeListener(change -> follow(pod, shownContainers));
        Live.on(
                this,
                () -> backend.get().pods().changes(),
                () -> backend.get().pods().get(who, pod),
                this::show,
                this::fail);
    }

    /** Opens the chosen container's log, and again whenever the container has been started anew. */
    private void follow(PodRef pod, List<Container> all) {
        shownContainers = all;
        String name = container.getValue();
        Optional<Run> run =
                all.stream()
                        .filter(one -> one.name().equals(name))
                        .map(one -> new Run(one.name(), one.started()))
                        .findFirst();
        if (run.isPresent() && !run.get().equals(followed)) {
            followed = run.get();
            log.open(
                    tickets.issue(who, new LogRequest(pod, name, TAIL, false)),
                    pod.name() + "-" + name,
                    "/" + Address.of("approvals", parts(pod)));
        }
    }

    private static Map<String, String> parts(PodRef pod) {
        return Map.of("cluster", pod.cluster(), "namespace", pod.namespace(), "pod", pod.name());
    }

    private void show(PodDetail detail) {
        Pod pod = detail.pod();
        state.removeAll();
        setSubtitle(
                pod.status(),
                "in namespace " + pod.ref().namespace() + " of " + pod.ref().cluster());
        facts.removeAll();
        Facts about = new Facts();
        if (!detail.application().isEmpty()) {
            about.put(
                    "Application",
                    Links.to(
                            "applications/" + pod.ref().namespace() + "/" + detail.application(),
                            detail.application()));
        }
        facts.add(
                about.put("Node", pod.node())
                        .put("Address", pod.ip())
                        .put("Restarts", Integer.toString(pod.restarts()))
                        .put("Age", Words.age(pod.created(), clock.instant()))
                        .putLabels("Labels", detail.labels()));
        containers.setRows(detail.containers());
        events.setRows(detail.events());
        conditions.setRows(detail.conditions());
        if (body.getComponentCount() == 0) {
            Div columns = new Div(new Panel("About", facts), new Panel("Containers", containers));
            columns.addClassName("about-and-more");
            body.add(columns);
            if (isNow) {
                body.add(new Panel("Log", log).with(container), new Panel("Events", events));
            }
            body.add(new Panel("Conditions", conditions));
        }
        if (isNow) {
            offer(detail.containers());
            follow(pod.ref(), detail.containers());
        }
    }

    private void offer(List<Container> all) {
        List<String> names = all.stream().map(Container::name).toList();
        if (!container.getListDataView().getItems().toList().equals(names)) {
            String chosen = container.getValue();
            container.setItems(names);
            container.setVisible(names.size() > 1);
            String first =
                    all.stream()
                            .filter(one -> !one.init())
                            .map(Container::name)
                            .findFirst()
                            .orElse("");
            container.setValue(chosen != null && names.contains(chosen) ? chosen : first);
        }
    }

    private void fail(Failure failure) {
        body.removeAll();
        state.removeAll();
        state.add(Placeholder.of(failure));
    }

    private void delete(PodRef pod) {
        ConfirmDialog dialog = new ConfirmDialog();
        dialog.setHeader("Delete this pod?");
        dialog.setText("Its containers stop. What owns the pod will start another one.");
        dialog.setCancelable(true);
        dialog.setConfirmText("Delete pod");
        dialog.setConfirmButtonTheme(ButtonVariant.LUMO_ERROR.getVariantName() + " primary");
        dialog.addConfirmListener(
                confirmed ->
                        Work.act(
                                this,
                                () -> backend.get().pods().delete(who, pod),
                                () -> {
                                    Notices.done(pod.name() + " is being deleted");
                                    UI.getCurrent().getPage().getHistory().back();
                                }));
        dialog.open();
    }

    private static List<Column<Container>> containerColumns() {
        return List.of(
                Column.text("", "Name", one -> one.init() ? one.name() + " (init)" : one.name()),
                Column.of("", "Status", one -> new Cell.State(statusAndPast(one))),
                Column.<Container>of("", "Image", one -> new Cell.Mono(one.image())),
                Column.number("", "Restarts", one -> Integer.toString(one.restarts())),
                Column.of("", "Running", one -> new Cell.Age(one.started())));
    }

    /** How it is; where there is nothing to add to that, how its last run ended. */
    private static Status statusAndPast(Container container) {
        Status now = container.status();
        return now.detail().isEmpty() && !container.ended().isEmpty()
                ? new Status(now.level(), now.word(), "Before: " + container.ended())
                : now;
    }

    private static List<Column<PodEvent>> eventColumns() {
        return List.of(
                Column.of(
                        "",
                        "Reason",
                        event ->
                                event.warning()
                                        ? new Cell.State(Status.of(Level.DEGRADED, event.reason()))
                                        : new Cell.Text(event.reason())),
                Column.text("", "Message", PodEvent::message),
                Column.number("", "Count", event -> Integer.toString(event.count())),
                Column.of("", "Last", event -> new Cell.Age(event.last())));
    }
}
