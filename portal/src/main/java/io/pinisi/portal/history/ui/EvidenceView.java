package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadEvent;
import com.vaadin.flow.server.streams.DownloadHandler;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.audit.PackControl;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.ui.Address;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.Work;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers to named controls, each as one signed file. */
@Prototype
@Route("history/evidence")
final class EvidenceView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;
    private static final Duration A_MONTH = Duration.ofDays(30);

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div choice = new Div();
    private final Div body = new Div();
    private DateTimePicker earlier;
    private DateTimePicker later;
    private transient Instant from = Instant.EPOCH;
    private transient Instant until = Instant.EPOCH;

    EvidenceView(BackendSlot backend, InstantSource clock) {
        super("Evidence packs");
        tellsOfAllTimes();
        this.backend = backend;
        this.clock = clock;
        this.earlier = Moments.picker("From", null);
        this.later = Moments.picker("To", null);
        choice.addClassName("filters");
        body.addClassName("stack");
        addActions(Links.to("history/access", "Access review"));
        Paragraph how =
                new Paragraph(
                        "A pack is a ZIP file whose manifest is signed with the key of the audit"
                                + " log. Check it anywhere with: pinisi audit verify --pack FILE"
                                + " --key audit-key.pem");
        Div content = new Div(new Panel("Of which time?", choice, how), body);
        content.addClassName("stack");
        add(content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        until = Moments.read(Address.parameter(event.getLocation(), "until")).orElse(now);
        from =
                Moments.read(Address.parameter(event.getLocation(), "from"))
                        .orElse(until.minus(A_MONTH));
        earlier = Moments.picker("From", from);
        later = Moments.picker("To", until);
        Button choose = new Button("Choose", click -> choose());
        choose.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        choice.removeAll();
        choice.add(earlier, later, choose);
        body.removeAll();
        body.add(Placeholder.loading());
        Work.run(this, () -> backend.get().audit().controls(who), this::show, this::fail);
    }

    private void choose() {
        Instant begin = Moments.of(earlier);
        Instant end = Moments.of(later);
        if (begin == null || end == null) {
            return;
        }
        boolean inOrder = begin.isBefore(end);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("from", (inOrder ? begin : end).toString());
        parameters.put("until", (inOrder ? end : begin).toString());
        UI.getCurrent().navigate(Address.of("history/evidence", parameters));
    }

    private void show(List<PackControl> controls) {
        body.removeAll();
        controls.forEach(control -> body.add(panel(control)));
    }

    private Panel panel(PackControl control) {
        UnorderedList questions = new UnorderedList();
        control.questions().forEach(question -> questions.add(new ListItem(question)));
        Anchor link = new Anchor(download(control), "Download");
        link.addClassName("button");
        link.getElement().setAttribute("download", fileName(control));
        link.getElement().setAttribute("aria-label", "Download the pack " + control.name());
        return new Panel(control.title(), questions).with(link);
    }

    private static String fileName(PackControl control) {
        return control.name() + ".zip";
    }

    private DownloadHandler download(PackControl control) {
        Instant begin = from;
        Instant end = until;
        return (DownloadEvent event) -> {
            event.setFileName(fileName(control));
            event.setContentType("application/zip");
            try (OutputStream out = event.getOutputStream()) {
                backend.get().audit().pack(who, control.name(), begin, end, out);
            }
        };
    }

    private void fail(Failure failure) {
        body.removeAll();
        body.add(Placeholder.of(failure));
    }
}
