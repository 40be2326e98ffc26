package io.pinisi.portal.approvals.ui;

import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import io.pinisi.portal.approvals.AccessOffer;
import io.pinisi.portal.approvals.AccessWish;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Notices;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which access to running pods somebody asks for, and for how long. */
final class AccessDialog extends Dialog {
    private static final long serialVersionUID = 1L;
    private static final List<Duration> TIMES =
            List.of(
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(4),
                    Duration.ofHours(8),
                    Duration.ofDays(1),
                    Duration.ofDays(7));

    private final Select<Choice> what = new Select<>();
    private final MultiSelectComboBox<String> clusters = new MultiSelectComboBox<>("On clusters");
    private final TextField namespaces = new TextField("In namespaces");
    private final List<String> known;
    private final TextField pods = new TextField("Pods");
    private final Select<Duration> time = new Select<>();
    private final TextField reason = new TextField("Reason");
    private final TextField ticket = new TextField("Ticket");
    private final Button send = new Button("Ask");

    /** What access is asked for to; empty parts are for the person to say. */
    record Subject(String cluster, String namespace, String pod) {
        static final Subject ANY = new Subject("", "", "");
    }

    /** One kind of access under one policy. */
    private record Choice(AccessOffer offer, String to) {
        static Stream<Choice> of(AccessOffer offer) {
            return offer.to().stream().sorted().map(to -> new Choice(offer, to));
        }

        String words() {
            return (to.equals("exec") ? "Run commands in pods" : "Read logs")
                    + " ("
                    + offer.policy()
                    + ")";
        }
    }

    AccessDialog(
            List<AccessOffer> offers,
            List<String> known,
            BiConsumer<AccessDialog, AccessWish> wanted) {
        this.known = List.copyOf(known);
        setHeaderTitle("Ask for access");
        setWidth("min(34rem, 94vw)");
        List<Choice> choices =
                offers.stream()
                        .flatMap(Choice::of)
                        .sorted((a, b) -> b.to().compareTo(a.to()))
                        .toList();
        what.setLabel("To");
        what.setItems(choices);
        what.setItemLabelGenerator(Choice::words);
        what.addValueChangeListener(event -> offer(event.getValue().offer()));
        time.setLabel("For");
        time.setItemLabelGenerator(Words::duration);
        what.setValue(choices.getFirst());
        clusters.setItems(known);
        namespaces.setHelperText("With commas between");
        pods.setHelperText("With commas between; empty: all");
        reason.setMaxLength(1_000);
        ticket.setMaxLength(100);
        List.of(namespaces, reason).forEach(field -> field.setRequiredIndicatorVisible(true));
        clusters.setRequiredIndicatorVisible(true);
        send.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        send.addClickListener(click -> send(wanted));
        getFooter().add(new Button("Cancel", click -> close()), send);
        Div body =
                new Div(
                        new Paragraph(
                                "Somebody else has to approve it. The time runs from then on, and"
                                        + " the access ends by itself."),
                        what,
                        clusters,
                        namespaces,
                        pods,
                        time,
                        reason,
                        ticket);
        body.addClassName("stack");
        add(body);
    }

    AccessDialog about(Subject subject) {
        if (known.contains(subject.cluster())) {
            clusters.setValue(Set.of(subject.cluster()));
        }
        namespaces.setValue(subject.namespace());
        pods.setValue(subject.pod());
        return this;
    }

    private void offer(AccessOffer offer) {
        List<Duration> times =
                Stream.concat(
                                TIMES.stream().filter(one -> one.compareTo(offer.longest()) < 0),
                                Stream.of(offer.longest()))
                        .toList();
        time.setItems(times);
        time.setValue(times.getFirst());
        ticket.setRequiredIndicatorVisible(offer.ticket());
    }

    private void send(BiConsumer<AccessDialog, AccessWish> wanted) {
        Choice choice = what.getValue();
        boolean complete = require(clusters, !clusters.getValue().isEmpty());
        complete &= require(namespaces, !names(namespaces).isEmpty());
        complete &= require(reason, !reason.getValue().isBlank());
        complete &= require(ticket, !choice.offer().ticket() || !ticket.getValue().isBlank());
        if (!complete) {
            return;
        }
        send.setEnabled(false);
        wanted.accept(
                this,
                new AccessWish(
                        choice.offer().policy(),
                        Set.of(choice.to()),
                        clusters.getValue(),
                        names(namespaces),
                        names(pods),
                        time.getValue(),
                        reason.getValue(),
                        ticket.getValue()));
    }

    private static boolean require(HasValidation field, boolean there) {
        field.setErrorMessage("Is needed");
        field.setInvalid(!there);
        return there;
    }

    private static Set<String> names(TextField field) {
        return Arrays.stream(field.getValue().split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    void refuse(Failure failure) {
        send.setEnabled(true);
        Notices.failure(failure);
    }
}
