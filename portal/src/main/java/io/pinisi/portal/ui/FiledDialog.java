package io.pinisi.portal.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.pinisi.portal.approvals.Approval;

/** Says that something waits for another person, and leads to where one says why. */
final class FiledDialog {
    private FiledDialog() {}

    static void open(Failure failure) {
        Dialog dialog = new Dialog();
        dialog.setHeaderTitle(failure.title());
        dialog.setWidth("min(34rem, 94vw)");
        Div body = new Div(new Paragraph(failure.text()));
        body.addClassName("stack");
        for (String request : failure.requests()) {
            Anchor link = Links.to(Approval.path(request), "Say why, in request " + request);
            link.getElement().addEventListener("click", click -> dialog.close());
            body.add(new Div(link));
        }
        dialog.add(body);
        dialog.getFooter().add(new Button("Close", click -> dialog.close()));
        dialog.open();
    }
}
