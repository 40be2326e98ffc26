package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Map;

/** The services of the members under a name, whether anybody exports them or not. */
public interface ServiceOffers {
    /**
     * What is known of the clusters that have the service and may have objects of its namespace.
     *
     * @param complete whether all of them have been read
     */
    record Found(Map<String, ServiceOffer> byCluster, boolean complete) {
        public Found {
            byCluster = Map.copyOf(byCluster);
        }
    }

    /** From the first call on, the members' services are followed. */
    Found find(ObjectKey service);

    /** Told by any of the members' threads, which it must not hold up. */
    interface Listener {
        void serviceChanged(ObjectKey service);

        /** A cluster came, went, or is Ready or not as it was not before. */
        void membersChanged();
    }

    void listen(Listener listener);
}
