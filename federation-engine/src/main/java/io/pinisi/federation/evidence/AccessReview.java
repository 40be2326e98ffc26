package io.pinisi.federation.evidence;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.tenancy.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every right that the hub gave at a moment, out of the roles, bindings, tenants and clusters of
 * that moment. Roles and bindings of Kubernetes' own parts (subjects {@code system:…}, service
 * accounts in {@code kube-system}) are left out, but for the groups that people are in.
 */
public final class AccessReview {
    private static final String RBAC = ".rbac.authorization.k8s.io";
    private static final List<String> PEOPLE_OF_THE_SYSTEM =
            List.of("system:masters", "system:authenticated", "system:unauthenticated");

    private final RoleRules rules;
    private final Map<String, Map<String, String>> clusters;
    private final List<ObjectNode> clusterBindings;
    private final List<ObjectNode> bindings;
    private final List<Tenant> tenants;

    /**
     * @param clusters labels by name
     */
    AccessReview(
            RoleRules rules,
            Map<String, Map<String, String>> clusters,
            List<ObjectNode> clusterBindings,
            List<ObjectNode> bindings,
            List<Tenant> tenants) {
        this.rules = rules;
        this.clusters = clusters;
        this.clusterBindings = clusterBindings;
        this.bindings = bindings;
        this.tenants = tenants;
    }

    static AccessReview at(Past past, Instant at) {
        Map<String, Map<String, String>> clusters = new TreeMap<>();
        past.each(
                "clusters.cluster.karmada.io",
                at,
                cluster ->
                        clusters.put(Metadata.of(cluster).name(), Metadata.of(cluster).labels()));
        return new AccessReview(
                new RoleRules(past.all("clusterroles" + RBAC, at), past.all("roles" + RBAC, at)),
                clusters,
                past.all("clusterrolebindings" + RBAC, at),
                past.all("rolebindings" + RBAC, at),
                past.all("tenants.pinisi.io", at).stream().map(Tenant::of).toList());
    }

    /** In order of subject. */
    List<Right> rights(LastUse uses) {
        List<Right> all = new ArrayList<>();
        clusterBindings.forEach(binding -> addEverywhere(binding, all));
        bindings.forEach(binding -> addInNamespace(binding, all));
        tenants.forEach(tenant -> addMembers(tenant, all));
        return all.stream()
                .filter(AccessReview::isOfInterest)
                .map(right -> right.usedLast(uses.of(right)))
                .sorted(
                        Comparator.comparing(Right::subject)
                                .thenComparing(Right::kind)
                                .thenComparing(Right::by))
                .toList();
    }

    private static boolean isOfInterest(Right right) {
        return right.kind().equals("ServiceAccount")
                ? !right.subject().startsWith("kube-system/")
                : !right.subject().startsWith("system:")
                        || PEOPLE_OF_THE_SYSTEM.contains(right.subject());
    }

    private void addEverywhere(ObjectNode binding, List<Right> all) {
        String ref = RoleRules.ref(binding, "");
        for (JsonNode subject : binding.path("subjects")) {
            all.add(
                    right(
                            subject,
                            "",
                            ref,
                            "clusterrolebindings " + Metadata.of(binding).name(),
                            List.of(),
                            List.copyOf(rules.clusters(ref, clusters.keySet()))));
        }
    }

    /** A right in a namespace of the hub reaches no Cluster, for those are in none. */
    private void addInNamespace(ObjectNode binding, List<Right> all) {
        Metadata metadata = Metadata.of(binding);
        String namespace = Objects.requireNonNullElse(metadata.namespace(), "");
        String ref = RoleRules.ref(binding, namespace);
        for (JsonNode subject : binding.path("subjects")) {
            all.add(
                    right(
                            subject,
                            metadata.labels().getOrDefault(Tenant.LABEL, ""),
                            ref,
                            "rolebindings " + namespace + "/" + metadata.name(),
                            List.of(namespace),
                            List.of()));
        }
    }

    private Right right(
            JsonNode subject,
            String tenant,
            String ref,
            String by,
            List<String> namespaces,
            List<String> reached) {
        String kind = subject.path("kind").asString("");
        String name = subject.path("name").asString("");
        if (kind.equals("ServiceAccount")) {
            name = subject.path("namespace").asString("") + "/" + name;
        }
        return new Right(
                kind,
                name,
                ref,
                by,
                tenant,
                namespaces,
                reached,
                rules.words(ref),
                Optional.empty());
    }

    private void addMembers(Tenant tenant, List<Right> all) {
        List<String> reached =
                clusters.entrySet().stream()
                        .filter(one -> tenant.territory().admits(one.getKey(), one.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
        List<String> projects = tenant.projects().stream().sorted().toList();
        for (Tenant.Member member : tenant.members()) {
            all.add(
                    new Right(
                            member.kind(),
                            member.name(),
                            member.role().text(),
                            "tenants " + tenant.name(),
                            tenant.name(),
                            projects,
                            reached,
                            List.of(member.role().text() + " of the tenant's projects"),
                            Optional.empty()));
        }
    }
}
