package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.propagation.Marks;
import io.pinisi.federation.propagation.MemberNamespaces;
import io.pinisi.federation.quota.QuotaController;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The members, as quotas are brought to them. */
record QuotaFleet(Parts parts) implements QuotaController.Fleet {
    @Override
    public Map<String, ApiClient> reachable() {
        return parts.reachable();
    }

    @Override
    public Set<String> names() {
        return parts.clusters.facts().stream().map(ClusterFacts::name).collect(Collectors.toSet());
    }

    @Override
    public void open(String cluster, String namespace) {
        Link link = parts.links.get(cluster);
        if (link != null) {
            new MemberNamespaces(link.member().api(), parts.templates)
                    .create(namespace, WriteOptions.by(Marks.MANAGER));
        }
    }
}
