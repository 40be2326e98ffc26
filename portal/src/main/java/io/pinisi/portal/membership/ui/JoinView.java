package io.pinisi.portal.membership.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.membership.Invited;
import io.pinisi.portal.membership.JoinRequest;
import io.pinisi.portal.membership.Joined;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.FaultList;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.TextUpload;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;

/**
 * Joins any Kubernetes cluster: by its kubeconfig, which the server checks, or by an agent that
 * dials the hub.
 */
@Prototype
@Route("join")
final class JoinView extends PageFrame {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final transient InstantSource clock;
    private final RadioButtonGroup<Way> way = new RadioButtonGroup<>("Who dials whom");
    private final TextField name = new TextField("Name");
    private final TextField provider = new TextField("Provider");
    private final TextField region = new TextField("Region");
    private final TextArea kubeconfig = new TextArea("Kubeconfig");
    private final Div outcome = new Div();
    private final Div content = new Div();
    private final Button join = new Button("Join", click -> join());

    /** How hub and cluster come together. */
    private enum Way {
        PUSH("The hub dials the cluster"),
        PULL("An agent in the cluster dials the hub");

        private final String label;

        Way(String label) {
            this.label = label;
        }
    }

    JoinView(BackendSlot backend, InstantSource clock) {
        super("Join a cluster");
        this.backend = backend;
        this.clock = clock;
        setHeading("Join a cluster", Links.to("clusters", "Clusters"));
        name.setHelperText("Small letters, digits and dashes");
        name.setRequiredIndicatorVisible(true);
        provider.setHelperText("May stay empty; policies can ask for it");
        region.setHelperText("May stay empty; policies can ask for it");
        kubeconfig.addClassName("yaml");
        kubeconfig.setMinRows(10);
        kubeconfig.setMaxRows(20);
        kubeconfig.setRequiredIndicatorVisible(true);
        kubeconfig.getElement().setAttribute("spellcheck", "false");
        kubeconfig.setHelperText(
                "Its current context counts. It must hold certificates and a token or client"
                        + " certificate itself, not name files or programs.");
        join.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        join.setDisableOnClick(true);
        Div fields = new Div(name, provider, region);
        fields.addClassName("form");
        Div dialled =
                new Div(
                        new Paragraph(
                                "The hub asks the cluster who it is and what this credential may do"
                                        + " there, and keeps the kubeconfig as a Secret of its"
                                        + " own."),
                        kubeconfig,
                        TextUpload.into(kubeconfig, JoinRequest.LONGEST_KUBECONFIG));
        dialled.addClassName("stack");
        Paragraph dialling =
                new Paragraph(
                        "For a cluster behind a firewall or address translation. The hub needs"
                                + " neither its address nor its credentials, and works over the"
                                + " connection that the agent holds.");
        chooseWay(dialled, dialling);
        Div form = new Div(way, fields, dialled, dialling, outcome, new Div(join));
        form.addClassName("stack");
        content.add(new Panel("What to join", form));
        add(content);
    }

    private void chooseWay(Div dialled, Paragraph dialling) {
        way.setItems(Way.values());
        way.setItemLabelGenerator(one -> one.label);
        way.addValueChangeListener(
                event -> {
                    dialled.setVisible(event.getValue() == Way.PUSH);
                    dialling.setVisible(event.getValue() == Way.PULL);
                    outcome.removeAll();
                });
        way.setValue(Way.PUSH);
    }

    private void join() {
        outcome.removeAll();
        JoinRequest request =
                new JoinRequest(
                        name.getValue().strip(),
                        kubeconfig.getValue(),
                        provider.getValue().strip(),
                        region.getValue().strip());
        if (way.getValue() == Way.PULL) {
            expect(request);
            return;
        }
        join.setText("Asking the cluster …");
        Work.run(
                this,
                () -> backend.get().membership().join(who, request),
                this::show,
                failure -> refuse(List.of(new Joined.Fault("", words(failure)))));
    }

    private void expect(JoinRequest request) {
        Work.run(
                this,
                () -> backend.get().membership().expect(who, request),
                this::invite,
                failure -> refuse(List.of(new Joined.Fault("", words(failure)))));
    }

    private void invite(Invited invited) {
        switch (invited) {
            case Invited.Done done -> {
                Notices.done(done.cluster() + " is expected");
                content.removeAll();
                content.add(InvitationPanel.of(done, clock.instant()));
            }
            case Invited.Refused(List<Joined.Fault> faults) -> refuse(faults);
        }
    }

    private void show(Joined joined) {
        switch (joined) {
            case Joined.Done(String cluster) -> {
                Notices.done(cluster + " has joined");
                UI.getCurrent().navigate("clusters/" + cluster);
            }
            case Joined.Refused(List<Joined.Fault> faults) -> refuse(faults);
        }
    }

    private void refuse(List<Joined.Fault> faults) {
        FaultList list = new FaultList();
        faults.forEach(fault -> list.add("", fault.field(), fault.message()));
        outcome.add(new Paragraph("Not joined; nothing has been changed."), list);
        join.setText("Join");
        join.setEnabled(true);
    }

    private static String words(Failure failure) {
        return failure.title() + ": " + failure.text();
    }
}
