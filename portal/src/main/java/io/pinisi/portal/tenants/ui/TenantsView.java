package io.pinisi.portal.tenants.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.tenants.Tenant;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;

/** The tenants that exist for the person. */
@Prototype
@Route("tenants")
final class TenantsView extends PageFrame {
    private static final long serialVersionUID = 1L;

    TenantsView(BackendSlot backend, InstantSource clock) {
        super("Tenants");
        Identity who = Person.current();
        Anchor create = Links.button("New tenant", "tenants/new");
        create.setVisible(false);
        addActions(create);
        Work.run(
                this,
                () -> backend.get().tenants().mayAdminister(who),
                create::setVisible,
                failure -> {});
        RowTable<Tenant> table = new RowTable<>("Tenants", columns(), Tenant::name, clock);
        add(
                new ListPanel<>(
                        "tenants",
                        table,
                        () ->
                                new Placeholder(
                                        Icon.TENANTS,
                                        "No tenants",
                                        "An operator makes one, here or by applying a Tenant to the"
                                            + " hub: who belongs to it, which clusters it may use,"
                                            + " and how much."),
                        () -> backend.get().fleet().changes(),
                        page -> backend.get().tenants().tenants(who, page)));
    }

    private static List<Column<Tenant>> columns() {
        return List.of(
                Column.of(
                        "name",
                        "Name",
                        tenant ->
                                new Cell.Link(
                                        tenant.displayName(),
                                        tenant.name().equals(tenant.displayName())
                                                ? ""
                                                : tenant.name(),
                                        "tenants/" + tenant.name())),
                Column.of("status", "Status", tenant -> new Cell.State(tenant.status())),
                Column.number("", "Projects", tenant -> Integer.toString(tenant.projects())),
                Column.<Tenant>number("", "Members", tenant -> Integer.toString(tenant.members()))
                        .wide(),
                Column.of("", "Clusters", tenant -> new Cell.Tags(tenant.clusters())));
    }
}
