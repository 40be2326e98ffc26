package io.pinisi.portal.applications.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.applications.ApplicationRef;
import io.pinisi.portal.applications.RenderQuestion;
import io.pinisi.portal.applications.Rendering;
import io.pinisi.portal.applications.Rendering.Step;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.history.ui.FieldChanges;
import io.pinisi.portal.ui.Address;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.FaultList;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each cluster gets of an application, what differs, and which override did it. */
@Prototype
@Route("applications/:namespace/:name/rendered")
final class RenderedView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;
    private static final String HUB = "the hub";

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final Div choice = new Div();
    private final Div body = new Div();
    private final Select<String> object = new Select<>();
    private final Select<String> left = new Select<>();
    private final Select<String> right = new Select<>();
    private final RowTable<Step> steps;
    private String page = "";

    RenderedView(BackendSlot backend, InstantSource clock) {
        super("As each cluster gets it");
        this.backend = backend;
        steps =
                new RowTable<>(
                                "Overrides",
                                columns(),
                                (Step step) ->
                                        step.cluster()
                                                + step.policy()
                                                + step.rule()
                                                + step.change().path(),
                                clock)
                        .whenEmpty("No override policy changes it here.");
        object.setLabel("Object");
        object.addClassName("long");
        left.setLabel("Compare");
        right.setLabel("with");
        List.of(object, left, right)
                .forEach(
                        select ->
                                select.addValueChangeListener(
                                        change -> {
                                            if (change.isFromClient()) {
                                                choose();
                                            }
                                        }));
        choice.addClassName("filters");
        choice.add(object, left, right);
        body.addClassName("stack");
        Div content = new Div(new Panel("Compare", choice), body);
        content.addClassName("stack");
        add(content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        ApplicationRef ref =
                new ApplicationRef(
                        event.getRouteParameters().get("namespace").orElse(""),
                        event.getRouteParameters().get("name").orElse(""));
        page = "applications/" + ref.namespace() + "/" + ref.name() + "/rendered";
        setHeading(
                ref.name() + " as each cluster gets it",
                Links.to("applications", "Applications"),
                Links.to("applications/" + ref.namespace() + "/" + ref.name(), ref.name()));
        RenderQuestion question =
                new RenderQuestion(
                        Address.parameter(event.getLocation(), "object"),
                        Address.parameter(event.getLocation(), "left"),
                        Address.parameter(event.getLocation(), "right"));
        body.add(Placeholder.loading());
        Live.on(
                this,
                () -> backend.get().applications().changes(),
                () -> backend.get().applications().rendered(who, ref, question),
                this::show,
                this::fail);
    }

    /** What is compared stands in the address. */
    private void choose() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("object", object.getValue());
        parameters.put("left", HUB.equals(left.getValue()) ? "" : left.getValue());
        parameters.put("right", right.getValue() == null ? "" : right.getValue());
        UI.getCurrent().navigate(Address.of(page, parameters));
    }

    private void show(Rendering rendering) {
        RenderQuestion shown = rendering.question();
        object.setItems(rendering.objects());
        object.setValue(shown.object());
        List<String> lefts = new ArrayList<>(List.of(HUB));
        lefts.addAll(rendering.clusters());
        left.setItems(lefts);
        left.setValue(shown.left().isEmpty() ? HUB : shown.left());
        right.setItems(rendering.clusters());
        right.setValue(shown.right().isEmpty() ? null : shown.right());
        body.removeAll();
        if (rendering.clusters().isEmpty()) {
            body.add(
                    new Placeholder(
                            Icon.CLUSTERS,
                            "It is placed nowhere",
                            "As soon as a policy places the object, this page shows what each"
                                    + " cluster gets of it."));
            return;
        }
        if (!rendering.problems().isEmpty()) {
            FaultList faults = new FaultList();
            rendering.problems().forEach(problem -> faults.add("", "", problem));
            body.add(faults);
        }
        steps.setRows(rendering.steps());
        body.add(
                new Panel("Differences", differences(rendering)),
                new Panel("Which override did it", steps));
        if (!rendering.yaml().isEmpty()) {
            Pre yaml = new Pre(rendering.yaml());
            yaml.addClassName("yaml-view");
            body.add(new Panel("As " + shown.right() + " gets it", yaml));
        }
    }

    private static Div differences(Rendering rendering) {
        RenderQuestion shown = rendering.question();
        String from = shown.left().isEmpty() ? HUB : shown.left();
        if (!rendering.differences().isEmpty()) {
            return new FieldChanges(rendering.differences(), from, shown.right());
        }
        String words =
                rendering.problems().isEmpty()
                        ? "Both are the same."
                        : "An override does not fit, so that there is nothing to compare.";
        Paragraph none = new Paragraph(words);
        none.addClassName("soft");
        return new Div(none);
    }

    private void fail(Failure failure) {
        body.removeAll();
        body.add(Placeholder.of(failure));
    }

    private static List<Column<Step>> columns() {
        return List.of(
                Column.text("", "Policy", Step::policy),
                Column.text("", "Cluster", Step::cluster),
                Column.of("", "Overrider", step -> new Cell.Mono(overrider(step.rule()))),
                Column.text("", "Field", step -> breakable(step.change().path())),
                Column.text("", "From", step -> step.change().before()),
                Column.text("", "To", step -> step.change().after()));
    }

    /** A long path may break at its dots, so that the table fits the page. */
    private static String breakable(String path) {
        return path.replace(".", ".\u200b");
    }

    private static String overrider(String rule) {
        return rule.replace("spec.", "").replace(".overriders.", " ");
    }
}
