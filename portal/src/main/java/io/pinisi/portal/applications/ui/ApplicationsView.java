package io.pinisi.portal.applications.ui;

import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.applications.Application;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;

/** All applications of the fleet. */
@Prototype
@Route("applications")
final class ApplicationsView extends PageFrame {
    private static final long serialVersionUID = 1L;

    ApplicationsView(BackendSlot backend, InstantSource clock) {
        super("Applications");
        Identity who = Person.current();
        addActions(
                Links.to("history?show=applications", "At a moment…"),
                Links.button("Deploy", "deploy"));
        RowTable<Application> table =
                new RowTable<>("Applications", columns(), app -> path(app), clock);
        add(
                new ListPanel<>(
                        "applications",
                        table,
                        () ->
                                new Placeholder(
                                        Icon.APPLICATIONS,
                                        "No applications yet",
                                        "Paste a manifest or fill a short form, choose clusters,"
                                                + " and it runs.",
                                        Links.button("Deploy the first one", "deploy")),
                        () -> backend.get().applications().changes(),
                        page -> backend.get().applications().list(who, page)));
    }

    private static String path(Application application) {
        return "applications/" + application.ref().namespace() + "/" + application.ref().name();
    }

    private static List<Column<Application>> columns() {
        return List.of(
                Column.of(
                        "name",
                        "Name",
                        app -> new Cell.Link(app.ref().name(), app.ref().namespace(), path(app))),
                Column.of("status", "Status", app -> new Cell.State(app.status())),
                Column.of("", "Clusters", app -> new Cell.Tags(app.clusters())),
                Column.number("", "Ready", app -> app.ready() + " of " + app.desired()),
                Column.<Application>text("", "Image", app -> String.join(", ", app.images()))
                        .wide(),
                Column.of("age", "Age", app -> new Cell.Age(app.created())));
    }
}
