package io.pinisi.portal.tenants.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.tenants.Limit;
import io.pinisi.portal.tenants.Member;
import io.pinisi.portal.tenants.Project;
import io.pinisi.portal.tenants.Tenant;
import io.pinisi.portal.tenants.TenantDetail;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Conditions;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.Meter;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** One tenant: its projects, its people, its limits and how far they are used. */
@Prototype
@Route("tenants/:tenant")
final class TenantView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div content = new Div();
    private final Div about = new Div();
    private final Div limits = new Div();
    private final Div projects = new Div();
    private final Div members = new Div();
    private final RowTable<Condition> conditions;
    private final Button edit = new Button("Edit");
    private final Button create = new Button("Create a project");
    private final Button invite = new Button("Invite");
    private String name = "";

    TenantView(BackendSlot backend, InstantSource clock) {
        super("Tenant");
        this.backend = backend;
        this.clock = clock;
        this.conditions = Conditions.table(clock);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        name = event.getRouteParameters().get("tenant").orElse("");
        setHeading(name, Links.to("tenants", "Tenants"));
        content.addClassName("stack");
        limits.addClassName("meters");
        edit.setVisible(false);
        addActions(edit);
        edit.addClickListener(
                click -> getUI().ifPresent(ui -> ui.navigate("tenants/" + name + "/edit")));
        Work.run(
                this,
                () -> backend.get().tenants().mayAdminister(who),
                edit::setVisible,
                failure -> {});
        create.setVisible(false);
        invite.setVisible(false);
        create.addClickListener(click -> TenantDialogs.createProject(name, this::create));
        invite.addClickListener(click -> TenantDialogs.invite(this::invite));
        content.add(Placeholder.loading());
        add(content);
        Live.on(
                this,
                () -> backend.get().fleet().changes(),
                () -> backend.get().tenants().tenant(who, name),
                this::show,
                this::fail);
    }

    private void show(TenantDetail detail) {
        Tenant tenant = detail.tenant();
        setSubtitle(
                tenant.status(),
                tenant.displayName().equals(name) ? "" : tenant.displayName(),
                tenant.status().detail());
        create.setVisible(detail.changeable());
        invite.setVisible(detail.changeable());
        about.removeAll();
        about.add(facts(detail));
        limits.removeAll();
        limits.add(meters(detail));
        projects.removeAll();
        projects.add(projects(detail));
        members.removeAll();
        members.add(members(detail));
        conditions.setRows(detail.conditions());
        if (about.getParent().isEmpty()) {
            Div columns = new Div(new Panel("About", about), new Panel("Limits", limits));
            columns.addClassName("columns");
            content.removeAll();
            content.add(
                    columns,
                    new Panel("Projects", projects).with(create),
                    new Panel("Members", members).with(invite),
                    new Panel("Conditions", conditions));
        }
    }

    private static Facts facts(TenantDetail detail) {
        return new Facts()
                .put("Clusters", orNone(detail.tenant().clusters(), "none yet"))
                .put("Images from", orNone(detail.registries(), "any registry"))
                .put("Pod security", detail.podSecurity());
    }

    private static String orNone(List<String> words, String none) {
        return words.isEmpty() ? none : String.join(", ", words);
    }

    private static Component meters(TenantDetail detail) {
        if (detail.limits().isEmpty()) {
            return new Paragraph("Nothing is limited.");
        }
        Div meters = new Div();
        meters.addClassName("meters");
        if (detail.perProject()) {
            meters.add(new Paragraph("For each project; shown is the one that uses the most."));
        }
        for (Limit limit : detail.limits()) {
            meters.add(
                    new Meter(limit.name(), limit.percent(), limit.used() + " of " + limit.hard()));
        }
        return meters;
    }

    private RowTable<Project> projects(TenantDetail detail) {
        List<Column<Project>> columns = new ArrayList<>();
        columns.add(Column.text("", "Namespace", Project::name));
        columns.add(Column.<Project>text("", "Name", Project::displayName).wide());
        columns.add(Column.of("", "Status", project -> new Cell.State(project.status())));
        columns.add(Column.<Project>text("", "Used", Project::used).wide());
        if (detail.changeable()) {
            columns.add(
                    Column.of(
                            "",
                            "",
                            project ->
                                    project.current()
                                            ? new Cell.Button("Remove", "Remove " + project.name())
                                            : new Cell.Tags(List.of())));
        }
        RowTable<Project> table =
                new RowTable<>("Projects", columns, Project::name, clock)
                        .whenEmpty("No project yet.");
        table.setRows(detail.projects());
        table.onAction(
                project ->
                        TenantDialogs.removeProject(
                                project,
                                () ->
                                        act(
                                                () ->
                                                        backend.get()
                                                                .tenants()
                                                                .removeProject(who, name, project),
                                                project + " is no project any more")));
        return table;
    }

    private RowTable<Member> members(TenantDetail detail) {
        List<Column<Member>> columns = new ArrayList<>();
        columns.add(Column.text("", "Name", Member::name));
        columns.add(Column.text("", "Kind", Member::kind));
        columns.add(Column.text("", "Role", member -> TenantDialogs.role(member.role())));
        if (detail.changeable()) {
            columns.add(
                    Column.of(
                            "",
                            "",
                            member -> new Cell.Button("Remove", "Remove " + member.name())));
        }
        RowTable<Member> table =
                new RowTable<>("Members", columns, Member::id, clock).whenEmpty("Nobody yet.");
        table.setRows(detail.members());
        table.onAction(
                id ->
                        detail.members().stream()
                                .filter(member -> member.id().equals(id))
                                .findFirst()
                                .ifPresent(this::dismiss));
        return table;
    }

    private void dismiss(Member member) {
        TenantDialogs.dismiss(
                member,
                () ->
                        act(
                                () -> backend.get().tenants().dismiss(who, name, member),
                                member.name() + " is no member any more"));
    }

    private void create(String project, String displayName) {
        act(
                () -> backend.get().tenants().createProject(who, name, project, displayName),
                "Project " + project + " has been created");
    }

    private void invite(Member member) {
        act(
                () -> backend.get().tenants().invite(who, name, member),
                member.name() + " is now " + TenantDialogs.role(member.role()));
    }

    private void act(Runnable work, String done) {
        Work.act(this, work, () -> Notices.done(done));
    }

    private void fail(Failure failure) {
        about.removeFromParent();
        content.removeAll();
        content.add(Placeholder.of(failure));
    }
}
