package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.history.PastPage;
import io.pinisi.portal.history.PastRef;
import io.pinisi.portal.history.PastScope;
import io.pinisi.portal.history.Step;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Address;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One object's life: each of its states, who made it so, and what that changed. */
@Prototype
@Route("history/object")
final class ObjectPastView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;
    private static final int FIELDS_NAMED = 3;

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div banner = new Div();
    private final Div state = new Div();
    private final Div life = new Div();
    private final transient List<Step> steps = new ArrayList<>();
    private transient PastRef ref = new PastRef("", "", "");
    private transient @Nullable Instant at;

    ObjectPastView(BackendSlot backend, InstantSource clock) {
        super("History");
        tellsOfAllTimes();
        this.backend = backend;
        this.clock = clock;
        state.addClassName("stack");
        Div body = new Div(state, life);
        body.addClassName("stack");
        add(banner, body);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Location location = event.getLocation();
        String source = Address.parameter(location, "source");
        ref =
                new PastRef(
                        source.isEmpty() ? PastScope.HUB : source,
                        Address.parameter(location, "resource"),
                        Address.parameter(location, "namespace"),
                        Address.parameter(location, "name"));
        at = Moments.read(Address.parameter(location, "at")).orElse(null);
        setHeading(ref.fullName(), Links.to("history", "Time travel"));
        steps.clear();
        state.removeAll();
        life.removeAll();
        life.add(Placeholder.loading());
        read("");
    }

    private void read(String after) {
        PastRef wanted = ref;
        Work.run(
                this,
                () -> backend.get().history().timeline(who, wanted, after),
                this::show,
                this::fail);
    }

    private void show(PastPage<Step> page) {
        steps.addAll(page.rows());
        life.removeAll();
        if (steps.isEmpty()) {
            life.add(
                    new Placeholder(
                            Icon.HISTORY,
                            "Nothing is remembered of it",
                            "It was never there, or longer ago than the history reaches."));
            return;
        }
        RowTable<Step> table =
                new RowTable<>("States of " + ref.fullName(), columns(), this::id, clock);
        table.setRows(steps);
        table.onAction(this::choose);
        life.add(
                new Panel(
                        "Life of this "
                                + ref.kind()
                                + " object"
                                + (ref.source().equals(PastScope.HUB)
                                        ? ""
                                        : " in cluster " + ref.source()),
                        table));
        if (!page.next().isEmpty()) {
            life.add(new Button("Show earlier states", click -> read(page.next())));
        }
        Instant moment = at;
        if (moment == null) {
            return;
        }
        Optional<Step> valid =
                steps.stream().filter(step -> !step.at().isAfter(moment)).findFirst();
        if (valid.isPresent()) {
            showState(valid.get(), moment);
        } else if (!page.next().isEmpty()) {
            read(page.next());
        }
    }

    private String id(Step step) {
        return Integer.toString(steps.indexOf(step));
    }

    private void choose(String id) {
        Step step = steps.get(Integer.parseInt(id));
        showState(step, step.at());
        state.scrollIntoView();
    }

    private void showState(Step step, Instant moment) {
        banner.removeAll();
        banner.add(new PastBanner(moment, ref.path(null)));
        Facts facts =
                new Facts()
                        .put("Made so", Words.moment(step.at()))
                        .put("By", step.actor())
                        .put("Revision", step.revision() == 0 ? "" : "" + step.revision());
        if (!step.requestId().isEmpty()) {
            facts.put(
                    "Request",
                    Links.to(
                            Address.of("audit", Map.of("request", step.requestId())),
                            "What it caused"));
        }
        state.removeAll();
        Panel what = new Panel("What changed then", facts);
        if (!step.fields().isEmpty()) {
            what.add(new FieldChanges(step.fields()));
        }
        what.addClassNames("past");
        state.add(what, step.exists() ? yaml(step) : gone());
    }

    private Component yaml(Step step) {
        Pre view = new Pre(step.yaml());
        view.addClassName("yaml-view");
        view.getElement().setAttribute("tabindex", "0");
        view.getElement().setAttribute("role", "region");
        view.getElement().setAttribute("aria-label", "YAML of " + ref.name() + " at that moment");
        Panel panel = new Panel("As it was", view);
        panel.addClassName("past");
        return panel;
    }

    private static Component gone() {
        return new Placeholder(Icon.UNKNOWN, "It was gone", "It had been deleted by then.");
    }

    private void fail(Failure failure) {
        life.removeAll();
        life.add(Placeholder.of(failure));
    }

    private static List<Column<Step>> columns() {
        return List.of(
                Column.text("", "When", step -> Words.moment(step.at())),
                Column.text("", "Who", Step::actor),
                Column.text("", "What", ObjectPastView::what),
                Column.of(
                        "",
                        "",
                        step ->
                                new Cell.Button(
                                        "Show", "Show the state of " + Words.moment(step.at()))));
    }

    private static String what(Step step) {
        if (!step.exists()) {
            return "deleted";
        }
        if (step.first()) {
            return "created";
        }
        if (step.fields().isEmpty()) {
            return "earliest state that is kept";
        }
        List<String> paths =
                step.fields().stream().limit(FIELDS_NAMED).map(field -> field.path()).toList();
        int more = step.fields().size() - paths.size();
        return "changed " + String.join(", ", paths) + (more > 0 ? " and " + more + " more" : "");
    }
}
