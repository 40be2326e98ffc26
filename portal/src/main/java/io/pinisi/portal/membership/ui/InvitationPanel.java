package io.pinisi.portal.membership.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import io.pinisi.portal.membership.Invited;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.CopyButton;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Panel;
import java.time.Duration;
import java.time.Instant;

/** The command that lets a cluster's agent in, shown this once. */
public final class InvitationPanel {
    private InvitationPanel() {}

    public static Panel of(Invited.Done invited, Instant now) {
        return new Panel("Run the agent", content(invited, now));
    }

    private static Div content(Invited.Done invited, Instant now) {
        TextArea command = new TextArea("Command");
        command.setValue(invited.command());
        command.setReadOnly(true);
        command.setAutoselect(true);
        command.addClassName("yaml");
        command.setWidthFull();
        command.setHelperText(
                "The token in it is shown this once, lets in the agent of this cluster only, and"
                        + " is good for "
                        + Words.duration(Duration.between(now, invited.expiry()))
                        + ".");
        Div content =
                new Div(
                        new Paragraph(
                                "Run this where both the hub and the cluster's API can be reached,"
                                        + " with a kubeconfig that stays there. In a pod of the"
                                        + " cluster leave --kubeconfig out."),
                        command,
                        new Div(CopyButton.of(command)),
                        new Paragraph(
                                new Span("Until the agent has dialled, "),
                                Links.to("clusters/" + invited.cluster(), invited.cluster()),
                                new Span(" is a member that cannot be reached.")));
        content.addClassName("stack");
        return content;
    }
}
