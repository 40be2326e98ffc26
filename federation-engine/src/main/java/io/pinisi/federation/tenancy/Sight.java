package io.pinisi.federation.tenancy;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.Visibility;
import io.pinisi.federation.placement.Territory;
import java.util.Map;
import java.util.Set;

/** What of a collection exists for a person of some tenants. */
sealed interface Sight extends Visibility {

    /** Objects of these names. */
    record Named(Set<String> names) implements Sight {
        public Named {
            names = Set.copyOf(names);
        }

        @Override
        public boolean shows(ObjectKey key, Map<String, String> labels) {
            return names.contains(key.name());
        }
    }

    /** Namespaces that are these tenants', those that are still to come included. */
    record OwnNamespaces(Set<String> tenants) implements Sight {
        public OwnNamespaces {
            tenants = Set.copyOf(tenants);
        }

        @Override
        public boolean shows(ObjectKey key, Map<String, String> labels) {
            return tenants.contains(Tenant.prefix(key.name()));
        }
    }

    /** Objects in these namespaces. */
    record Within(Set<String> namespaces) implements Sight {
        public Within {
            namespaces = Set.copyOf(namespaces);
        }

        @Override
        public boolean shows(ObjectKey key, Map<String, String> labels) {
            String namespace = key.namespace();
            return namespace != null && namespaces.contains(namespace);
        }
    }

    /** Clusters that some tenant may use, and those of these names. */
    record Allowed(Set<Territory> territories, Set<String> names) implements Sight {
        public Allowed {
            territories = Set.copyOf(territories);
            names = Set.copyOf(names);
        }

        @Override
        public boolean shows(ObjectKey key, Map<String, String> labels) {
            return names.contains(key.name())
                    || territories.stream().anyMatch(one -> one.admits(key.name(), labels));
        }
    }
}
