package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.federation.fleet.ClusterSummary;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.fleet.SearchQuery;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.search.Hit;
import io.pinisi.portal.search.SearchService;
import io.pinisi.portal.tenants.Tenant;
import io.pinisi.portal.tenants.TenantService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks through the engine's memory and the hub's tenants, as the person. */
final class HubSearch implements SearchService {
    /** So that many clusters of like names leave room for other things. */
    private static final int OF_A_SORT = 5;

    /** An object that is in many clusters is one hit. */
    private static final int COPIES = 10;

    private final People people;
    private final TenantService tenants;

    HubSearch(People people, TenantService tenants) {
        this.people = people;
        this.tenants = tenants;
    }

    @Override
    public List<Hit> search(Identity who, String text, int limit) {
        FleetView view = people.view(who);
        List<Hit> hits = new ArrayList<>(clusters(view, text));
        hits.addAll(tenants(who, text));
        hits.addAll(FoundHits.of(view.search(SearchQuery.parse(text, limit * COPIES))));
        return hits.stream().limit(limit).toList();
    }

    private static List<Hit> clusters(FleetView view, String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        return view.clusters().stream()
                .filter(cluster -> List.of(words).stream().allMatch(cluster.name()::contains))
                .limit(OF_A_SORT)
                .map(HubSearch::hit)
                .toList();
    }

    private static Hit hit(ClusterSummary cluster) {
        return new Hit(Hit.Sort.CLUSTER, cluster.name(), "Cluster", "clusters/" + cluster.name());
    }

    private List<Hit> tenants(Identity who, String text) {
        try {
            return tenants
                    .tenants(who, new PageRequest(text, "", false, 0, OF_A_SORT))
                    .rows()
                    .stream()
                    .map(HubSearch::hit)
                    .toList();
        } catch (ApiException e) {
            if (e.is(Reason.FORBIDDEN)) {
                return List.of();
            }
            throw e;
        }
    }

    private static Hit hit(Tenant tenant) {
        String detail =
                tenant.displayName().equals(tenant.name())
                        ? "Tenant"
                        : "Tenant · " + tenant.displayName();
        return new Hit(Hit.Sort.TENANT, tenant.name(), detail, "tenants/" + tenant.name());
    }
}
