package io.pinisi.portal.rollout.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.rollout.RolloutAct;
import io.pinisi.portal.rollout.RolloutDetail;
import io.pinisi.portal.rollout.RolloutDetail.Member;
import io.pinisi.portal.rollout.RolloutDetail.Past;
import io.pinisi.portal.rollout.RolloutDetail.Stage;
import io.pinisi.portal.rollout.RolloutRef;
import io.pinisi.portal.rollout.RolloutRow;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
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
import io.pinisi.portal.ui.TypedConfirmation;
import io.pinisi.portal.ui.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change on its way: its stages, its clusters, and what can be done about it. */
@Prototype
@Route("rollouts/:namespace/:name")
final class RolloutView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final Div body = new Div();
    private final Div state = new Div(Placeholder.loading());
    private final Div facts = new Div();
    private final RowTable<Stage> stages;
    private final RowTable<Member> members;
    private final RowTable<Past> history;
    private final Button approve = new Button("Approve", click -> approve());
    private final Button pause =
            new Button("Pause", click -> act(new RolloutAct.Pause(), "Paused"));
    private final Button resume =
            new Button("Resume", click -> act(new RolloutAct.Resume(), "Resumed"));
    private final Button stop = new Button("Stop", click -> stop());
    private final Button back = new Button("Roll back", click -> rollBack());
    private transient @Nullable RolloutRef ref;
    private transient @Nullable RolloutRow shown;
    private String gate = "";

    RolloutView(BackendSlot backend, InstantSource clock) {
        super("Rollout");
        this.backend = backend;
        stages = new RowTable<>("Stages", stageColumns(), Stage::name, clock);
        members =
                new RowTable<>("Clusters", memberColumns(), Member::cluster, clock)
                        .whenEmpty("It is placed in no cluster.");
        members.onAction(this::skip);
        history =
                new RowTable<>(
                                "Earlier runs",
                                pastColumns(),
                                (Past one) -> Integer.toString(one.run()),
                                clock)
                        .whenEmpty("This is the first one.");
        back.addClassName("danger");
        List.of(approve, pause, resume, stop, back).forEach(button -> button.setVisible(false));
        addActions(approve, pause, resume, stop, back);
        body.addClassName("stack");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        RolloutRef wanted =
                new RolloutRef(
                        event.getRouteParameters().get("namespace").orElse(""),
                        event.getRouteParameters().get("name").orElse(""));
        ref = wanted;
        setHeading(wanted.name(), Links.to("rollouts", "Rollouts"));
        add(state, body);
        Live.on(
                this,
                () -> backend.get().rollouts().changes(),
                () -> backend.get().rollouts().rollout(who, wanted),
                this::show,
                this::fail);
    }

    private void show(RolloutDetail detail) {
        RolloutRow row = detail.row();
        shown = row;
        state.removeAll();
        setSubtitle(row.status(), row.status().detail(), "in namespace " + row.ref().namespace());
        gate = detail.gate();
        approve.setVisible(detail.offers().contains(RolloutAct.Kind.APPROVE));
        pause.setVisible(detail.offers().contains(RolloutAct.Kind.PAUSE));
        resume.setVisible(detail.offers().contains(RolloutAct.Kind.RESUME));
        stop.setVisible(detail.offers().contains(RolloutAct.Kind.STOP));
        back.setVisible(detail.offers().contains(RolloutAct.Kind.ROLL_BACK));
        facts.removeAll();
        facts.add(
                new Facts()
                        .put("Object", row.object())
                        .put("Strategy", detail.strategy())
                        .put("Run", Integer.toString(row.run()))
                        .put("Revision", detail.revision())
                        .put("Complete before", detail.stable())
                        .put("Started", moment(row.started()))
                        .put("Changed by", String.join(", ", detail.authors()))
                        .put("Waits at", waits(detail))
                        .put("Approved", String.join("; ", detail.approvals())));
        stages.setRows(detail.stages());
        members.setRows(detail.members());
        history.setRows(detail.history());
        if (body.getComponentCount() == 0) {
            Div columns = new Div(new Panel("About", facts), new Panel("Stages", stages));
            columns.addClassName("columns");
            body.add(columns, new Panel("Clusters", members), new Panel("Earlier runs", history));
        }
    }

    private static String waits(RolloutDetail detail) {
        return detail.own()
                ? detail.gate() + ", for another person: nobody approves his own change"
                : detail.gate();
    }

    private static String moment(@Nullable Instant at) {
        return at == null ? "" : Words.moment(at);
    }

    private void fail(Failure failure) {
        List.of(approve, pause, resume, stop, back).forEach(button -> button.setVisible(false));
        body.removeAll();
        state.removeAll();
        state.add(Placeholder.of(failure));
    }

    private void approve() {
        RolloutRow row = row();
        confirm(
                "Approve " + gate + " of run " + row.run() + "?",
                "Approve",
                "The change goes on to the clusters behind this gate, under your name.",
                new RolloutAct.Approve(row.run(), gate),
                "Approved");
    }

    private void stop() {
        RolloutRow row = row();
        confirm(
                "Stop run " + row.run() + "?",
                "Stop it",
                "Every cluster keeps what it has. The next change begins a new run.",
                new RolloutAct.Stop(row.run()),
                "The run ends as it is");
    }

    private void rollBack() {
        RolloutRow row = row();
        confirm(
                "Roll run " + row.run() + " back?",
                "Roll back",
                "The clusters that have the change get back what they had, as fast as the stages"
                        + " allow. The object on the hub stays as it is.",
                new RolloutAct.RollBack(row.run()),
                "The clusters get back what they had");
    }

    private void skip(String cluster) {
        RolloutRow row = row();
        act(new RolloutAct.Skip(row.run(), cluster), cluster + " is left out of run " + row.run());
    }

    private void confirm(String title, String deed, String text, RolloutAct act, String done) {
        TypedConfirmation.open(
                title, row().ref().name(), deed, () -> act(act, done), new Paragraph(text));
    }

    private void act(RolloutAct act, String done) {
        RolloutRef known = ref;
        if (known != null) {
            Work.act(
                    this,
                    () -> backend.get().rollouts().act(who, known, act),
                    () -> Notices.done(done));
        }
    }

    private RolloutRow row() {
        RolloutRow row = shown;
        if (row == null) {
            throw new IllegalStateException("nothing is shown yet");
        }
        return row;
    }

    private static List<Column<Stage>> stageColumns() {
        return List.of(
                Column.text("", "Stage", Stage::name),
                Column.of("", "State", one -> new Cell.State(one.status())),
                Column.number("", "Updated", one -> one.updated() + " of " + one.clusters()));
    }

    private static List<Column<Member>> memberColumns() {
        return List.of(
                Column.of(
                        "",
                        "Cluster",
                        one -> new Cell.Link(one.cluster(), "", "clusters/" + one.cluster())),
                Column.text("", "Stage", Member::stage),
                Column.of("", "State", one -> new Cell.State(one.status())),
                Column.of("", "Revision", one -> new Cell.Mono(revision(one))),
                Column.of("", "Since", one -> new Cell.Age(one.since())),
                Column.of(
                        "",
                        "",
                        one ->
                                one.skippable()
                                        ? new Cell.Button("Skip", "Skip " + one.cluster())
                                        : new Cell.Text("")));
    }

    private static String revision(Member member) {
        return member.revision().isEmpty() ? "as it is" : member.revision();
    }

    private static List<Column<Past>> pastColumns() {
        return List.of(
                Column.text("", "Run", one -> Integer.toString(one.run())),
                Column.text("", "Result", Past::result),
                Column.of("", "Revision", one -> new Cell.Mono(one.revision())),
                Column.<Past>of("", "Started", one -> new Cell.Age(one.started())).wide(),
                Column.of("", "Ended", one -> new Cell.Age(one.finished())));
    }
}
