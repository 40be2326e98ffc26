package io.pinisi.portal.account.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import io.pinisi.auth.token.IssueOutcome;
import io.pinisi.portal.ui.CopyButton;

/** Shows a new token, this once. */
final class SecretDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    SecretDialog(IssueOutcome.Issued issued) {
        setHeaderTitle("The token " + issued.token().label());
        setWidth("min(38rem, 94vw)");
        setCloseOnOutsideClick(false);
        setCloseOnEsc(false);
        TextField secret = new TextField("Token");
        secret.setValue(issued.secret());
        secret.setReadOnly(true);
        secret.setWidthFull();
        secret.addClassName("mono");
        secret.setAutoselect(true);
        Button done = new Button("I have kept it", click -> close());
        done.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(CopyButton.of(secret), done);
        Div body =
                new Div(
                        new Paragraph(
                                "Copy it now: it is not kept anywhere, and is not shown again."
                                        + " Whoever has it is you, within what it may."),
                        secret,
                        new Paragraph(
                                "kubectl --token takes it, and any program as a bearer token."));
        body.addClassName("stack");
        add(body);
        addOpenedChangeListener(
                event -> {
                    if (!event.isOpened()) {
                        secret.clear();
                        removeAll();
                    }
                });
    }
}
