package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.audit.AccessRight;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Address;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Who had which right where at a moment, and when it was used last. */
@Prototype
@Route("history/access")
final class AccessView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div choice = new Div();
    private final Div body = new Div();
    private final TextField search = new TextField("Who or where");
    private DateTimePicker moment;

    AccessView(BackendSlot backend, InstantSource clock) {
        super("Access review");
        tellsOfAllTimes();
        this.backend = backend;
        this.clock = clock;
        this.moment = Moments.picker("Moment", null);
        search.setPlaceholder("any name");
        search.setClearButtonVisible(true);
        choice.addClassName("filters");
        addActions(Links.to("history/evidence", "Evidence packs"));
        Div content = new Div(new Panel("Whose rights, and when?", choice), body);
        content.addClassName("stack");
        add(content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Instant at =
                Moments.read(Address.parameter(event.getLocation(), "at"))
                        .orElse(clock.instant().truncatedTo(ChronoUnit.SECONDS));
        search.setValue(Address.parameter(event.getLocation(), "of"));
        moment = Moments.picker("Moment", at);
        Button look = new Button("Look", click -> look());
        look.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        choice.removeAll();
        choice.add(moment, search, look);
        body.removeAll();
        body.add(Placeholder.loading());
        String words = search.getValue().strip().toLowerCase(Locale.ROOT);
        Work.run(
                this,
                () -> backend.get().audit().access(who, at),
                rights -> show(at, rights.stream().filter(one -> fits(one, words)).toList()),
                this::fail);
    }

    private static boolean fits(AccessRight right, String words) {
        return Stream.concat(
                        Stream.of(right.subject(), right.tenant(), right.role()),
                        right.clusters().stream())
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(words));
    }

    private void look() {
        Instant chosen = Moments.of(moment);
        if (chosen == null) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("at", chosen.toString());
        parameters.put("of", search.getValue().strip());
        UI.getCurrent().navigate(Address.of("history/access", parameters));
    }

    private void show(Instant at, List<AccessRight> rights) {
        RowTable<AccessRight> table =
                new RowTable<>(
                        "Rights at " + Words.moment(at),
                        columns(),
                        right -> right.kind() + right.subject() + right.by() + right.role(),
                        clock);
        table.setRows(rights);
        body.removeAll();
        body.add(
                new Panel(
                        Words.count(rights.size(), "right", "rights") + " at " + Words.moment(at),
                        table.whenEmpty("Nobody had such a right.")));
    }

    private void fail(Failure failure) {
        body.removeAll();
        body.add(Placeholder.of(failure));
    }

    private static List<Column<AccessRight>> columns() {
        return List.of(
                Column.of(
                        "",
                        "Who",
                        right -> new Cell.Text(right.subject() + " (" + right.kind() + ")")),
                Column.text("", "Role", right -> right.role().replaceFirst("^ClusterRole/", "")),
                Column.text("", "Where", AccessView::where),
                Column.of("", "Clusters", AccessView::clusters),
                Column.<AccessRight>of("", "Last use", right -> new Cell.Age(right.lastUse())),
                Column.<AccessRight>text("", "Last deed", AccessRight::lastDeed).wide());
    }

    private static Cell clusters(AccessRight right) {
        return right.clusters().isEmpty() ? new Cell.Text("–") : new Cell.Tags(right.clusters());
    }

    private static String where(AccessRight right) {
        String namespaces = String.join(", ", right.namespaces());
        if (right.tenant().isEmpty()) {
            return namespaces.isEmpty() ? "everywhere" : namespaces;
        }
        return "tenant " + right.tenant() + (namespaces.isEmpty() ? "" : ": " + namespaces);
    }
}
