package io.pinisi.portal.account.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinServletRequest;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.OpenSession;
import io.pinisi.db.token.PersonalToken;
import io.pinisi.portal.people.PeopleDesk;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;

/** Who is signed in, and whose programs have tokens: for operators, who may end both. */
@Prototype
@Route("people")
final class PeopleView extends PageFrame {
    private static final long serialVersionUID = 1L;

    private final transient PeopleDesk desk;
    private final transient Identity who = Person.current();
    private final transient Caller opener = caller();
    private final RowTable<OpenSession> sessions;
    private final RowTable<PersonalToken> tokens;
    private final Div content = new Div();

    /** Both lists, as of one moment. */
    private record Rows(List<OpenSession> sessions, List<PersonalToken> tokens) {}

    PeopleView(PeopleDesk desk, InstantSource clock) {
        super("People");
        this.desk = desk;
        this.sessions =
                new RowTable<>("Sessions", columns(), row -> row.identity().session(), clock);
        this.tokens =
                new RowTable<>(
                                "API tokens",
                                new TokenColumns(clock).operators(),
                                PersonalToken::id,
                                clock)
                        .whenEmpty("Nobody has made a token.");
        sessions.onAction(this::end);
        tokens.onAction(this::revoke);
        content.addClassName("stack");
        content.add(Placeholder.loading());
        add(content);
        refresh();
    }

    private List<Column<OpenSession>> columns() {
        return List.of(
                Column.of("", "Person", row -> new Cell.Text(row.identity().name())),
                Column.text("", "Browser", row -> Browsers.words(row.caller().userAgent())),
                Column.text("", "Address", row -> row.caller().address()),
                new Column<OpenSession>("", "Signed in", "num", row -> new Cell.Age(row.since()))
                        .wide(),
                new Column<>("", "Last used", "num", row -> new Cell.Age(row.active())),
                Column.of(
                        "",
                        "",
                        row ->
                                row.identity().session().equals(who.session())
                                        ? new Cell.Text("This one")
                                        : new Cell.Button(
                                                "End",
                                                "End the session of " + row.identity().name())));
    }

    private void refresh() {
        Work.run(
                this,
                () -> new Rows(desk.sessions(who, opener), desk.tokens(who, opener)),
                this::show,
                failure -> {
                    content.removeAll();
                    content.add(Placeholder.of(failure));
                });
    }

    private void show(Rows rows) {
        sessions.setRows(rows.sessions());
        tokens.setRows(rows.tokens());
        if (sessions.getParent().isEmpty()) {
            content.removeAll();
            content.add(new Panel("Sessions", sessions), new Panel("API tokens", tokens));
        }
    }

    private void end(String session) {
        Caller caller = caller();
        Work.act(
                this,
                () -> desk.end(who, session, caller),
                () -> {
                    refresh();
                    Notices.done("The session has ended");
                });
    }

    private void revoke(String token) {
        TokensPanel.confirm(
                "this token",
                () -> {
                    Caller caller = caller();
                    Work.act(
                            this,
                            () -> desk.revoke(who, token, caller),
                            () -> {
                                refresh();
                                Notices.done("The token has been revoked");
                            });
                });
    }

    private static Caller caller() {
        return Caller.of(VaadinServletRequest.getCurrent().getHttpServletRequest());
    }
}
