package io.pinisi.portal.account.ui;

import com.vaadin.flow.component.Composite;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.server.VaadinServletRequest;
import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.token.ApiTokens;
import io.pinisi.auth.token.IssueOutcome;
import io.pinisi.auth.token.TokenWish;
import io.pinisi.db.token.PersonalToken;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** A person's own tokens: made, listed and revoked. */
final class TokensPanel extends Composite<Panel> {
    private static final long serialVersionUID = 1L;

    private final transient ApiTokens tokens;
    private final transient Identity who;
    private final transient Supplier<List<String>> apis;
    private final RowTable<PersonalToken> table;

    /**
     * @param apis names of the APIs that a token can be confined to
     */
    TokensPanel(ApiTokens tokens, Identity who, Supplier<List<String>> apis, InstantSource clock) {
        this.tokens = tokens;
        this.who = who;
        this.apis = apis;
        this.table =
                new RowTable<>(
                                "API tokens",
                                new TokenColumns(clock).owners(),
                                PersonalToken::id,
                                clock)
                        .whenEmpty("No token yet.");
        table.onAction(this::revoke);
        refresh();
    }

    @Override
    protected Panel initContent() {
        Button create = new Button("Create a token", click -> openDialog());
        create.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        return new Panel(
                        "API tokens",
                        new Paragraph(
                                "For programs that use the APIs as you: a token never may more"
                                        + " than you may, and less if you say so."),
                        table)
                .with(create);
    }

    private void refresh() {
        table.setRows(tokens.of(who));
    }

    private void openDialog() {
        new TokenDialog(who, tokens.limits(), apis.get(), this::create).open();
    }

    private void create(TokenDialog dialog, TokenWish wish) {
        Caller caller = caller();
        Work.run(
                this,
                () -> issue(wish, caller),
                outcome -> show(dialog, outcome),
                failure -> {
                    dialog.ready();
                    Notices.failure(failure);
                });
    }

    private IssueOutcome issue(TokenWish wish, Caller caller) {
        try {
            return tokens.issue(who, wish, caller);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void show(TokenDialog dialog, IssueOutcome outcome) {
        switch (outcome) {
            case IssueOutcome.Unfit(String field, String why) -> dialog.refuse(field, why);
            case IssueOutcome.Issued issued -> {
                dialog.close();
                refresh();
                new SecretDialog(issued).open();
            }
        }
    }

    private void revoke(String id) {
        tokens.of(who).stream()
                .filter(token -> token.id().equals(id))
                .findFirst()
                .ifPresent(token -> confirm(token.label(), () -> end(id)));
    }

    private void end(String id) {
        Caller caller = caller();
        Work.act(
                this,
                () -> {
                    try {
                        tokens.revokeOwn(who, id, caller);
                    } catch (InterruptedException e) {
                        throw interrupted(e);
                    }
                },
                () -> {
                    refresh();
                    Notices.done("The token has been revoked");
                });
    }

    /** Asks, because a program stops working. */
    static void confirm(String label, Runnable revoke) {
        Dialog dialog = new Dialog();
        dialog.setHeaderTitle("Revoke " + label + "?");
        dialog.setWidth("min(30rem, 94vw)");
        dialog.add(new Paragraph("Whatever uses it is refused from the next request on."));
        Button confirm =
                new Button(
                        "Revoke",
                        click -> {
                            dialog.close();
                            revoke.run();
                        });
        confirm.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_ERROR);
        dialog.getFooter().add(new Button("Cancel", click -> dialog.close()), confirm);
        dialog.open();
    }

    private static Caller caller() {
        return Caller.of(VaadinServletRequest.getCurrent().getHttpServletRequest());
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("the portal is stopping", e);
    }
}
