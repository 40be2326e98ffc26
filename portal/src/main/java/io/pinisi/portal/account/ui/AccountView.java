package io.pinisi.portal.account.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinServletRequest;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.OpenSession;
import io.pinisi.auth.Sessions;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.auth.token.ApiTokens;
import io.pinisi.portal.kubeconfig.KubernetesApi;
import io.pinisi.portal.kubeconfig.KubernetesApis;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.SignOut;
import io.pinisi.portal.ui.Work;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/** Who is signed in, where, and how the same person uses kubectl. */
@Prototype
@Route("account")
final class AccountView extends PageFrame {
    private static final long serialVersionUID = 1L;

    private final transient Identity who = Person.current();
    private final transient Sessions sessions;
    private final transient SignInRecords records;
    private final transient InstantSource clock;
    private final RowTable<OpenSession> table;

    AccountView(
            Sessions sessions,
            SignInRecords records,
            SingleSignOn singleSignOn,
            ApiTokens tokens,
            KubernetesApis apis,
            InstantSource clock) {
        super("Your account");
        this.sessions = sessions;
        this.records = records;
        this.clock = clock;
        this.table = new RowTable<>("Sessions", columns(), row -> row.identity().session(), clock);
        table.onAction(this::end);
        Div panels =
                new Div(
                        person(singleSignOn),
                        open(),
                        new TokensPanel(tokens, who, () -> names(apis), clock),
                        kubectl(apis.get()));
        panels.addClassName("stack");
        add(panels);
        refresh();
    }

    private static List<String> names(KubernetesApis apis) {
        return apis.get().stream().map(KubernetesApi::name).toList();
    }

    private Panel person(SingleSignOn singleSignOn) {
        String provider =
                singleSignOn
                        .provider(who.provider())
                        .map(ProviderSettings::title)
                        .orElse("a local account");
        Facts facts =
                new Facts()
                        .put("Name", who.fullName())
                        .put("User name", who.name())
                        .put("Signed in with", provider)
                        .put("Groups", groups());
        Panel panel = new Panel("You", facts);
        if (who.isLocal()) {
            Anchor change = new Anchor("account/password", "Change password");
            change.getElement().setAttribute("router-link", true);
            panel.with(change);
        }
        return panel;
    }

    private Component groups() {
        Div chips = new Div();
        chips.addClassName("chips");
        for (String group : who.groups()) {
            Span chip = new Span(group);
            chip.addClassName("chip");
            chips.add(chip);
        }
        return who.groups().isEmpty() ? new Span("none") : chips;
    }

    private Panel open() {
        Button everywhere = new Button("Sign out everywhere", click -> endAll());
        everywhere.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        return new Panel("Sessions", table).with(everywhere);
    }

    private List<Column<OpenSession>> columns() {
        return List.of(
                Column.text("", "Browser", this::browser),
                Column.text("", "Address", row -> row.caller().address()),
                new Column<>("", "Signed in", "num", row -> new Cell.Age(row.since())),
                new Column<OpenSession>("", "Last used", "num", row -> new Cell.Age(row.active()))
                        .wide(),
                Column.<OpenSession>number("", "Ends in", this::left),
                Column.of(
                        "",
                        "",
                        row ->
                                isThis(row)
                                        ? new Cell.Text("This one")
                                        : new Cell.Button(
                                                "End", "End the session in " + browser(row))));
    }

    private boolean isThis(OpenSession row) {
        return row.identity().session().equals(who.session());
    }

    private String browser(OpenSession row) {
        return Browsers.words(row.caller().userAgent());
    }

    private String left(OpenSession row) {
        Duration left = Duration.between(clock.instant(), row.ends());
        return left.toHours() > 0 ? left.toHours() + " h" : left.toMinutes() + " min";
    }

    private void refresh() {
        table.setRows(sessions.of(who.subject()));
    }

    private void end(String session) {
        Caller caller = Caller.of(VaadinServletRequest.getCurrent().getHttpServletRequest());
        Work.act(
                this,
                () -> end(caller, session),
                () -> {
                    refresh();
                    Notices.done("The session has ended");
                });
    }

    private void end(Caller caller, String session) {
        for (Identity ended :
                sessions.endWhere(
                        (identity, standing) ->
                                identity.subject().equals(who.subject())
                                        && identity.session().equals(session))) {
            record(ended, caller);
        }
    }

    /** The others at once; this one as the sign-out in the menu does, at the provider too. */
    private void endAll() {
        Caller caller = Caller.of(VaadinServletRequest.getCurrent().getHttpServletRequest());
        Work.act(
                this,
                () -> {
                    for (Identity ended :
                            sessions.endWhere(
                                    (identity, standing) ->
                                            identity.subject().equals(who.subject())
                                                    && !identity.session().equals(who.session()))) {
                        record(ended, caller);
                    }
                },
                () -> SignOut.from(this));
    }

    private void record(Identity ended, Caller caller) {
        try {
            records.append(ended, "sign-out", SignInRecords.ALLOWED, caller);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the portal is stopping", e);
        }
    }

    private Panel kubectl(List<KubernetesApi> apis) {
        if (who.isLocal()) {
            return new Panel(
                    "kubectl",
                    new Paragraph(
                            "A kubeconfig of your own needs single sign-on: it holds tokens of"
                                    + " the provider, and local accounts have none."));
        }
        if (apis.isEmpty()) {
            return new Panel(
                    "kubectl", new Paragraph("The clusters are starting. Come back in a moment."));
        }
        Anchor download = new Anchor("/kubeconfig", "Download kubeconfig");
        download.getElement().setAttribute("router-ignore", true);
        String names = apis.stream().map(KubernetesApi::name).collect(Collectors.joining(", "));
        return new Panel(
                        "kubectl",
                        new Paragraph(
                                "A file with a context for each of "
                                        + names
                                        + ". In them you are the same person as here, with the same"
                                        + " rights. Stock kubectl will do, no plugin is needed."),
                        new Paragraph(
                                "kubectl renews the tokens in the file by itself as long as you"
                                        + " are signed in at the provider. When it says that the"
                                        + " refresh token has expired, download a new file. Keep it"
                                        + " to yourself: whoever has it is you."))
                .with(download);
    }
}
