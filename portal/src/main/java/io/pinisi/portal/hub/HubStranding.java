package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.federation.deschedule.Waiting;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.placement.StrandedRow;
import io.pinisi.portal.placement.StrandingService;

/** The descheduler of the hub's engine, asked before it acts. */
final class HubStranding implements StrandingService {
    private final People people;
    private final Changes changes;

    HubStranding(People people, Changes changes) {
        this.people = people;
        this.changes = changes;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Stranding now(Identity who) {
        FleetView view = people.view(who);
        return new Stranding(
                view.waiting().stream().map(HubStranding::row).toList(),
                Impacts.of(view.descheduling()));
    }

    static StrandedRow row(Waiting waiting) {
        return new StrandedRow(
                waiting.template().toString(),
                waiting.cluster(),
                waiting.replicas(),
                waiting.why(),
                waiting.since(),
                waiting.due());
    }
}
