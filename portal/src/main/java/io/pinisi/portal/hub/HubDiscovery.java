package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.discovery.DiscoveryService;
import io.pinisi.portal.discovery.SharedIngress;
import io.pinisi.portal.discovery.SharedService;
import io.pinisi.portal.discovery.SharedServiceDetail;
import io.pinisi.portal.discovery.SharedServiceRef;
import io.pinisi.portal.discovery.SharedServiceRef.Way;
import java.util.Comparator;
import java.util.List;

/** Shared services as the engine sees them in the members, cut to what the person may see. */
final class HubDiscovery implements DiscoveryService {
    private final People people;
    private final Changes changes;

    HubDiscovery(People people, Changes changes) {
        this.people = people;
        this.changes = changes;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Page<SharedService> services(Identity who, PageRequest page) {
        FleetView view = people.view(who);
        List<SharedService> rows = view.services().stream().map(ServiceWords::row).toList();
        Refusals.requireList(
                !rows.isEmpty() || view.mayListServices(),
                who,
                FederationKinds.SERVICE_EXPORTS.groupResource());
        return page.of(
                rows,
                one ->
                        String.join(
                                " ",
                                one.dnsName(),
                                one.status().word(),
                                String.join(" ", one.exporters()),
                                String.join(" ", one.importers())),
                HubDiscovery::order);
    }

    @Override
    public Page<SharedIngress> ingresses(Identity who, PageRequest page) {
        List<SharedIngress> rows =
                people
                        .hub(who)
                        .list(
                                ResourcePath.all(FederationKinds.MULTI_CLUSTER_INGRESSES),
                                ListOptions.ALL)
                        .items()
                        .stream()
                        .map(IngressWords::row)
                        .toList();
        return page.of(
                rows,
                one ->
                        String.join(
                                " ",
                                one.id(),
                                one.status().word(),
                                String.join(" ", one.hosts()),
                                String.join(" ", one.serving())),
                key ->
                        Comparator.comparing((SharedIngress one) -> one.status().level())
                                .reversed()
                                .thenComparing(SharedIngress::id));
    }

    private static Comparator<SharedService> order(String key) {
        Comparator<SharedService> name = Comparator.comparing(one -> one.ref().path());
        return switch (key) {
            case "name" -> Comparator.comparing((SharedService one) -> one.ref().name());
            case "namespace" ->
                    Comparator.comparing((SharedService one) -> one.ref().namespace())
                            .thenComparing(name);
            case "endpoints" ->
                    Comparator.comparingInt(SharedService::readyEndpoints).thenComparing(name);
            default ->
                    Comparator.comparing((SharedService one) -> one.status().level())
                            .reversed()
                            .thenComparing(name);
        };
    }

    @Override
    public SharedServiceDetail service(Identity who, SharedServiceRef ref) {
        return people.view(who).services().stream()
                .filter(one -> ServiceWords.ref(one).equals(ref))
                .findFirst()
                .map(ServiceWords::detail)
                .orElseThrow(
                        () ->
                                ApiException.notFound(
                                        (ref.way() == Way.EXPORT
                                                        ? FederationKinds.SERVICE_EXPORTS
                                                        : FederationKinds.MULTI_CLUSTER_SERVICES)
                                                .groupResource(),
                                        ref.name()));
    }
}
