package io.pinisi.portal.tenants.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.tenants.TenantDraft;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.Work;
import java.util.List;

/** Where operators make a tenant, and set what it may. */
@Prototype
@Route("tenants/new")
@RouteAlias("tenants/:tenant/edit")
final class TenantFormView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final Div content = new Div();
    private final Button save = new Button("Save");
    private String name = "";

    /** What the form opens with. */
    private record Opening(TenantDraft draft, List<String> clusters) {}

    TenantFormView(BackendSlot backend) {
        super("New tenant");
        this.backend = backend;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        name = event.getRouteParameters().get("tenant").orElse("");
        if (name.isEmpty()) {
            setHeading("New tenant", Links.to("tenants", "Tenants"));
        } else {
            setHeading(
                    "Change " + name,
                    Links.to("tenants", "Tenants"),
                    Links.to("tenants/" + name, name));
        }
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        content.addClassName("stack");
        content.add(Placeholder.loading());
        add(content);
        Work.run(this, this::opening, this::show, this::fail);
    }

    private Opening opening() {
        List<String> clusters =
                backend
                        .get()
                        .fleet()
                        .clusters(who, PageRequest.first(PageRequest.LARGEST))
                        .rows()
                        .stream()
                        .map(Cluster::name)
                        .toList();
        return new Opening(
                name.isEmpty() ? TenantDraft.EMPTY : backend.get().tenants().draft(who, name),
                clusters);
    }

    private void show(Opening opening) {
        TenantForm form = new TenantForm(opening.draft(), opening.clusters(), who.groups());
        save.addClickListener(click -> save(form));
        content.removeAll();
        content.add(form, new Div(save));
    }

    private void save(TenantForm form) {
        form.clearFaults();
        TenantDraft draft = form.draft();
        save.setEnabled(false);
        Work.run(
                this,
                () -> write(draft),
                faults -> saved(form, draft, faults),
                failure -> {
                    save.setEnabled(true);
                    Notices.failure(failure);
                });
    }

    private List<TenantDraft.Fault> write(TenantDraft draft) {
        return name.isEmpty()
                ? backend.get().tenants().create(who, draft)
                : backend.get().tenants().update(who, draft);
    }

    private void saved(TenantForm form, TenantDraft draft, List<TenantDraft.Fault> faults) {
        save.setEnabled(true);
        if (!faults.isEmpty()) {
            faults.forEach(form::refuse);
            return;
        }
        Notices.done("The tenant " + draft.name() + " has been saved");
        getUI().ifPresent(ui -> ui.navigate("tenants/" + draft.name()));
    }

    private void fail(Failure failure) {
        content.removeAll();
        content.add(Placeholder.of(failure));
    }
}
