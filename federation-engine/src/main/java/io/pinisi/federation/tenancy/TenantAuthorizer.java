package io.pinisi.federation.tenancy;

import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.access.MemberPath;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What people of tenants may do outside their namespaces, where roles give no right: read their
 * tenants, their clusters and the names of their namespaces, and read a kind in all namespaces at
 * once as far as they may in each. Owners may write to their tenant; what, admission judges.
 *
 * <p>Operators whom roles give some clusters by name list these, and no others.
 */
final class TenantAuthorizer implements Authorizer {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final Set<String> COLLECTIONS = Set.of("list", "watch");
    private static final Set<String> CHANGES = Set.of("update", "patch");

    private final Tenants tenants;
    private final ObjectLookup objects;
    private final Authorizer roles;

    TenantAuthorizer(Tenants tenants, ObjectLookup objects, Authorizer roles) {
        this.tenants = tenants;
        this.objects = objects;
        this.roles = roles;
    }

    @Override
    public Decision authorize(Attributes asked) {
        if (MemberPath.isAsked(asked)) {
            return inMember(asked, own(asked));
        }
        if (!asked.isResourceRequest() || !asked.subresource().isEmpty()) {
            return new Decision.NoOpinion();
        }
        List<Tenant> own = own(asked);
        GroupResource resource = new GroupResource(asked.group(), asked.resource());
        if (resource.equals(FederationKinds.CLUSTERS.groupResource())) {
            return clusters(asked, own);
        }
        if (own.isEmpty()) {
            return new Decision.NoOpinion();
        }
        boolean collection = COLLECTIONS.contains(asked.verb());
        if (resource.equals(FederationKinds.TENANTS.groupResource())) {
            return collection ? narrowed(new Sight.Named(names(own))) : one(asked, own);
        }
        if (resource.equals(NAMESPACES)) {
            return collection
                    ? narrowed(new Sight.OwnNamespaces(names(own)))
                    : new Decision.NoOpinion();
        }
        return collection && asked.namespace().isEmpty()
                ? everywhere(asked, own)
                : new Decision.NoOpinion();
    }

    private List<Tenant> own(Attributes asked) {
        return tenants.all().stream()
                .filter(tenant -> tenant.role(asked.user()).isPresent())
                .toList();
    }

    /**
     * In members people of tenants have the rights that their tenant's bindings give them there;
     * through the hub they use them in clusters and namespaces of the tenant, and nowhere else
     * whatever the member would let them do.
     */
    private Decision inMember(Attributes asked, List<Tenant> own) {
        List<Tenant> there = own.stream().filter(tenant -> isIn(tenant, asked.name())).toList();
        if (there.isEmpty()) {
            return new Decision.NoOpinion();
        }
        MemberPath path = MemberPath.of(asked.path());
        boolean harmless =
                (path.isDiscovery() && asked.verb().equals("get"))
                        || (path.isSelfReview() && asked.verb().equals("create"));
        boolean ours =
                there.stream().anyMatch(tenant -> tenant.projects().contains(path.namespace()));
        return harmless || ours
                ? new Decision.Allowed("the cluster is allowed for a tenant of theirs")
                : new Decision.Denied("in clusters you reach the namespaces of your tenants only");
    }

    private boolean isIn(Tenant tenant, String cluster) {
        Sight.Allowed sight = new Sight.Allowed(Set.of(tenant.territory()), Set.of());
        return objects.find(FederationKinds.CLUSTERS.groupResource(), ObjectKey.cluster(cluster))
                .filter(one -> sight.shows(one.key(), one.labels()))
                .isPresent();
    }

    private static Set<String> names(List<Tenant> own) {
        return own.stream().map(Tenant::name).collect(Collectors.toSet());
    }

    private static Decision one(Attributes asked, List<Tenant> own) {
        Optional<Tenant> tenant =
                own.stream().filter(one -> one.name().equals(asked.name())).findFirst();
        if (tenant.isEmpty()) {
            return new Decision.NoOpinion();
        }
        if (asked.verb().equals("get")) {
            return new Decision.Allowed("member of tenant " + asked.name());
        }
        boolean owner = tenant.get().role(asked.user()).equals(Optional.of(Tenant.Role.OWNER));
        return owner && CHANGES.contains(asked.verb())
                ? new Decision.Allowed("owner of tenant " + asked.name())
                : new Decision.NoOpinion();
    }

    private Decision clusters(Attributes asked, List<Tenant> own) {
        boolean collection = COLLECTIONS.contains(asked.verb());
        Sight.Allowed sight =
                new Sight.Allowed(
                        own.stream().map(Tenant::territory).collect(Collectors.toSet()),
                        collection ? entrusted(asked) : Set.of());
        if (collection) {
            return own.isEmpty() && sight.names().isEmpty()
                    ? new Decision.NoOpinion()
                    : narrowed(sight);
        }
        boolean seen =
                asked.verb().equals("get")
                        && objects.find(
                                        FederationKinds.CLUSTERS.groupResource(),
                                        ObjectKey.cluster(asked.name()))
                                .filter(cluster -> sight.shows(cluster.key(), cluster.labels()))
                                .isPresent();
        return seen
                ? new Decision.Allowed("the cluster is allowed for a tenant of theirs")
                : new Decision.NoOpinion();
    }

    /** Operators of some clusters only may get each of them by a role that names it. */
    private Set<String> entrusted(Attributes asked) {
        return objects.all(FederationKinds.CLUSTERS.groupResource(), null).stream()
                .map(cluster -> cluster.key().name())
                .filter(
                        name ->
                                roles.authorize(
                                                new Attributes(
                                                        asked.user(),
                                                        "get",
                                                        asked.group(),
                                                        asked.version(),
                                                        asked.resource(),
                                                        "",
                                                        "",
                                                        name,
                                                        asked.path()))
                                        instanceof Decision.Allowed)
                .collect(Collectors.toSet());
    }

    /** A collection over all namespaces is the sum of those that may be read one by one. */
    private Decision everywhere(Attributes asked, List<Tenant> own) {
        Function<String, Attributes> in =
                namespace ->
                        new Attributes(
                                asked.user(),
                                asked.verb(),
                                asked.group(),
                                asked.version(),
                                asked.resource(),
                                "",
                                namespace,
                                asked.name(),
                                asked.path());
        Set<String> readable =
                own.stream()
                        .flatMap(tenant -> tenant.projects().stream())
                        .filter(
                                project ->
                                        roles.authorize(in.apply(project))
                                                instanceof Decision.Allowed)
                        .collect(Collectors.toSet());
        return readable.isEmpty() ? new Decision.NoOpinion() : narrowed(new Sight.Within(readable));
    }

    private static Decision narrowed(Sight sight) {
        return new Decision.Narrowed("narrowed to what tenants of theirs have", sight);
    }
}
