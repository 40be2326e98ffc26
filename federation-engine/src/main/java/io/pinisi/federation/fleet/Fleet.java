package io.pinisi.federation.fleet;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.federation.discovery.ServiceDiscovery;
import io.pinisi.federation.membership.MemberClients;
import io.pinisi.federation.membership.Membership;
import io.pinisi.federation.propagation.Binder;
import io.pinisi.federation.propagation.Bindings;
import io.pinisi.federation.propagation.Deliveries;
import io.pinisi.federation.propagation.Snapshots;
import io.pinisi.federation.propagation.Templates;
import io.pinisi.federation.status.StatusReconciler;
import io.pinisi.federation.traffic.Traffic;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** All that is seen of the federation, and word of its changes. */
public final class Fleet {
    private final Sources sources;
    private final Changes changes;

    /** What views are made of. */
    record Sources(
            Membership membership,
            MemberClients clients,
            Templates templates,
            Bindings bindings,
            StatusReconciler status,
            Binder binder,
            Snapshots snapshots,
            ServiceDiscovery discovery,
            Deliveries deliveries,
            Supplier<List<Traffic>> traffic) {}

    public Fleet(
            Membership membership,
            MemberClients clients,
            Templates templates,
            Bindings bindings,
            StatusReconciler status,
            Binder binder,
            Snapshots snapshots,
            ServiceDiscovery discovery,
            Deliveries deliveries,
            Supplier<List<Traffic>> traffic,
            Changes changes) {
        this.sources =
                new Sources(
                        membership,
                        clients,
                        templates,
                        bindings,
                        status,
                        binder,
                        snapshots,
                        discovery,
                        deliveries,
                        traffic);
        this.changes = changes;
    }

    /**
     * The fleet as one person may see it. Keep it as long as the person's session: it remembers
     * rights for a few seconds.
     *
     * @param hub the hub as that person
     * @param person for calls to members
     */
    public FleetView as(ApiClient hub, UserInfo person) {
        return new FleetView(sources, hub, person, new Rights(hub, InstantSource.system()));
    }

    /** Grows with every change anywhere. */
    public long version() {
        return changes.version();
    }

    /** Calls the listener after changes, a few times a second at most. */
    public Changes.Subscription listen(Runnable listener) {
        return changes.listen(listener);
    }
}
