package io.pinisi.federation;

import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.federation.drift.DriftLedger;
import io.pinisi.federation.drift.DriftSlot;
import io.pinisi.federation.drift.Finding;
import io.pinisi.federation.drift.State;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Dispatcher;
import io.pinisi.federation.propagation.Drift;
import io.pinisi.federation.propagation.ObservedObject;
import io.pinisi.federation.propagation.Templates;
import java.time.InstantSource;
import java.util.stream.Collectors;

/** What people read of members: in the events of a template, and in the drift ledger. */
record Told(Templates templates, EventRecorder events, DriftLedger ledger, InstantSource clock)
        implements Dispatcher.Tidings {
    @Override
    public void drift(String cluster, Template template, ObservedObject seen, boolean corrected) {
        for (Drift drift : seen.drift()) {
            note(cluster, template, drift, corrected);
        }
        String what = seen.drift().stream().map(Drift::toString).collect(Collectors.joining("; "));
        String done = corrected ? "corrected in" : "left as it is in";
        warn(template, "Drift", done + " cluster " + cluster + ": " + what);
    }

    @Override
    public void vanished(String cluster, Template template, boolean corrected) {
        note(cluster, template, Drift.deleted(), corrected);
        String done = corrected ? "; put back" : "; left so";
        warn(template, "Drift", "deleted in cluster " + cluster + done);
    }

    @Override
    public void calm(String cluster, Template template) {
        ledger.calm(cluster, template);
    }

    private void note(String cluster, Template template, Drift drift, boolean corrected) {
        State state = corrected ? State.CORRECTED : State.OPEN;
        ledger.found(
                new DriftSlot(cluster, template, drift.path()),
                Finding.of(drift, state, clock.instant()));
    }

    @Override
    public void refused(String cluster, Template template, String why) {
        warn(template, "ApplyFailed", "cluster " + cluster + ": " + why);
    }

    private void warn(Template template, String reason, String message) {
        templates.find(template).ifPresent(object -> events.warning(object, reason, message));
    }
}
