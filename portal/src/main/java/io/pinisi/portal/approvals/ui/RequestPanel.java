package io.pinisi.portal.approvals.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Composite;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import io.pinisi.portal.approvals.Approval;
import io.pinisi.portal.approvals.Approval.Offer;
import io.pinisi.portal.history.ui.FieldChanges;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.StatusBadge;
import io.pinisi.portal.ui.TimeLeft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** All of one request, with what the person may do about it. */
final class RequestPanel extends Composite<Panel> {
    private static final long serialVersionUID = 1L;
    private static final int OBJECTS_SHOWN = 10;
    private static final int REASON_MAX = 1_000;
    private static final int TICKET_MAX = 100;

    private final transient Approval request;
    private final transient Acts acts;
    private final transient Instant now;

    RequestPanel(Approval request, Acts acts, Instant now) {
        this.request = request;
        this.acts = acts;
        this.now = now;
    }

    /** Whether it shows exactly this. */
    boolean shows(Approval other) {
        return request.equals(other);
    }

    @Override
    protected Panel initContent() {
        Div body = new Div(facts());
        body.addClassName("requested");
        if (!request.changes().isEmpty()) {
            body.add(new FieldChanges(request.changes()));
        }
        if (!request.objects().isEmpty()) {
            body.add(objects());
        }
        Panel panel = new Panel(request.what(), body).with(new StatusBadge(request.state()));
        answer().forEach(panel::add);
        return panel;
    }

    private Facts facts() {
        Facts facts =
                new Facts()
                        .put("Asked by", request.requester())
                        .put("Reason", request.reason())
                        .put("Ticket", request.ticket())
                        .put("Policy", policy())
                        .put("Still lacks", request.lacking())
                        .put("Said", String.join("; ", request.said()));
        if (request.asked() != null) {
            facts.put("Asked", Words.moment(request.asked()));
        }
        boolean over = request.turn() == Approval.Turn.OVER;
        if (!over) {
            boolean decided = request.state().word().equals("Approved");
            facts.put(decided ? "Holds for" : "Expires in", new TimeLeft(request.until(), now));
        }
        return facts.put("Request", Links.to(request.path(), request.id()));
    }

    private String policy() {
        return request.demand().isEmpty()
                ? request.policy()
                : request.policy() + ": " + request.demand();
    }

    private UnorderedList objects() {
        UnorderedList list = new UnorderedList();
        request.objects().stream().limit(OBJECTS_SHOWN).forEach(one -> list.add(new ListItem(one)));
        if (request.objects().size() > OBJECTS_SHOWN) {
            list.add(new ListItem((request.objects().size() - OBJECTS_SHOWN) + " more"));
        }
        return list;
    }

    private List<Component> answer() {
        List<Component> rows = new ArrayList<>();
        boolean mine = request.turn() == Approval.Turn.MINE;
        if (request.offers().contains(Offer.EXPLAIN)) {
            rows.add(explanation());
        }
        if (request.offers().contains(Offer.APPROVE)) {
            rows.add(decision());
        } else if (request.offers().contains(Offer.DENY)) {
            Button back = new Button(mine ? "Take back" : "Deny");
            back.addClickListener(
                    click -> acts.deny(request.id(), "", mine ? "Taken back" : "Denied"));
            back.addClassName("danger");
            rows.add(row(back));
        }
        return rows;
    }

    private Div explanation() {
        TextField reason = new TextField("Reason", request.reason(), "");
        reason.setMaxLength(REASON_MAX);
        TextField ticket = new TextField("Ticket", request.ticket(), "");
        ticket.setMaxLength(TICKET_MAX);
        Button save = new Button("Say why");
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        save.addClickListener(
                click -> acts.explain(request.id(), reason.getValue(), ticket.getValue()));
        return row(reason, ticket, save);
    }

    /** Nobody approves what lacks its reason; it can be denied for that. */
    private Div decision() {
        TextField comment = new TextField("Your comment");
        comment.setMaxLength(REASON_MAX);
        Button approve = new Button("Approve");
        approve.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        approve.setEnabled(request.lacking().isEmpty());
        approve.addClickListener(click -> acts.approve(request.id(), comment.getValue()));
        Button deny = new Button("Deny");
        deny.addClassName("danger");
        deny.addClickListener(click -> acts.deny(request.id(), comment.getValue(), "Denied"));
        return row(comment, approve, deny);
    }

    private static Div row(Component... parts) {
        Div row = new Div(parts);
        row.addClassName("answer");
        return row;
    }
}
