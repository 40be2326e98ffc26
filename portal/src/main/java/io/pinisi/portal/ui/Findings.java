package io.pinisi.portal.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import io.pinisi.portal.status.Status;
import java.util.List;

/** What is to be said against a thing, each with its sentence; or that all is well. */
public final class Findings extends Div {
    private static final long serialVersionUID = 1L;

    /**
     * @param well said where there are none
     */
    public Findings(List<Status> findings, String well) {
        if (findings.isEmpty()) {
            add(new StatusBadge(Status.healthy("Healthy")), new Paragraph(well));
            return;
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("rows");
        for (Status finding : findings) {
            Div text = new Div(finding.detail());
            text.addClassName("row-text");
            StatusBadge badge = new StatusBadge(new Status(finding.level(), finding.word(), ""));
            list.add(new ListItem(badge, text));
        }
        add(list);
    }
}
