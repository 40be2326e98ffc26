package io.pinisi.portal.audit.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.H4;
import com.vaadin.flow.component.html.Span;
import io.pinisi.auth.Identity;
import io.pinisi.portal.audit.Activity;
import io.pinisi.portal.audit.Trace;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.history.Step;
import io.pinisi.portal.history.ui.FieldChanges;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Facts;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.StatusBadge;
import io.pinisi.portal.ui.Work;
import java.util.List;

/** One record: all it says, what it changed, and what else the same request caused. */
final class RecordDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who;
    private final transient Activity record;
    private final Div changes = new Div();
    private final Div related = new Div();

    RecordDialog(BackendSlot backend, Identity who, Activity record) {
        this.backend = backend;
        this.who = who;
        this.record = record;
        setHeaderTitle("Record " + record.sequence());
        setWidth("min(60rem, 94vw)");
        Div body = new Div(facts(), changes, related);
        body.addClassName("stack");
        add(body);
        getFooter().add(new Button("Close", click -> close()));
        addOpenedChangeListener(
                event -> {
                    if (event.isOpened()) {
                        load();
                    }
                });
    }

    private Facts facts() {
        Facts facts =
                new Facts()
                        .put("Who", record.actor())
                        .put("Acted as by", record.impersonator())
                        .put("Groups then", String.join(", ", record.groups()))
                        .put("What", record.verb() + " " + record.object())
                        .put("Result", new StatusBadge(ActivityView.result(record)))
                        .put("When", Words.moment(record.at()))
                        .put("From", record.channel() + " · " + record.source())
                        .put("Client", record.userAgent())
                        .put("Request", record.requestId());
        record.revision().ifPresent(revision -> facts.put("Revision", "" + revision));
        return facts.put("Detail", mono(record.detail())).put("Hash", mono(record.hash()));
    }

    private static Span mono(String text) {
        Span span = new Span(text);
        span.addClassName("mono");
        return span;
    }

    private void load() {
        if (record.revision().isPresent() && record.ref().isPresent()) {
            changes.add(Placeholder.loading());
            Work.run(
                    this,
                    () ->
                            backend.get()
                                    .history()
                                    .step(
                                            who,
                                            record.ref().orElseThrow(),
                                            record.revision().getAsLong()),
                    this::showChanges,
                    failure -> {
                        changes.removeAll();
                        changes.add(Placeholder.of(failure.about("see what it changed")));
                    });
        }
        if (!record.requestId().isEmpty()) {
            related.add(Placeholder.loading());
            Work.run(
                    this,
                    () -> backend.get().audit().follow(who, record.requestId()),
                    this::showRelated,
                    failure -> {
                        related.removeAll();
                        related.add(Placeholder.of(failure.about("see what it caused")));
                    });
        }
    }

    private void showChanges(List<Step> steps) {
        changes.removeAll();
        changes.add(new H3("What it changed"));
        record.ref()
                .ifPresent(
                        ref ->
                                changes.add(
                                        Links.to(
                                                ref.path(record.at()),
                                                "The object as it was then")));
        if (steps.isEmpty()) {
            changes.add(new Div("The history does not reach back to it."));
            return;
        }
        Step step = steps.getFirst();
        if (step.revision() != record.revision().orElse(0)) {
            changes.add(new Div("Nothing but book-keeping."));
        } else if (step.fields().isEmpty()) {
            changes.add(new Div(step.exists() ? "It made the object." : "It removed the object."));
        } else {
            changes.add(new FieldChanges(step.fields()));
        }
    }

    private void showRelated(List<Trace> traces) {
        related.removeAll();
        related.add(new H3("What the same request caused"));
        for (Trace trace : traces) {
            List<Activity> others =
                    trace.records().stream().filter(one -> !isThis(trace, one)).toList();
            related.add(part(trace, others));
        }
    }

    private boolean isThis(Trace trace, Activity one) {
        return trace.cluster().isEmpty() && one.sequence() == record.sequence();
    }

    private static Div part(Trace trace, List<Activity> records) {
        Div part = new Div();
        part.addClassName("trace");
        part.add(new H4(trace.cluster().isEmpty() ? "Hub" : "Cluster " + trace.cluster()));
        if (!trace.silence().isEmpty()) {
            part.add(new Div(trace.silence()));
        } else if (records.isEmpty()) {
            part.add(new Div(trace.cluster().isEmpty() ? "Nothing else." : "Nothing."));
        }
        for (Activity one : records.reversed()) {
            part.add(
                    new Div(
                            "%s · %d · %s · %s %s"
                                    .formatted(
                                            Words.moment(one.at()),
                                            one.sequence(),
                                            one.actor(),
                                            one.verb(),
                                            one.object())));
        }
        return part;
    }
}
