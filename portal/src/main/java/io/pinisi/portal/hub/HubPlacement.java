package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.whatif.Change;
import io.pinisi.federation.whatif.Coverage;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.membership.Joined;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.placement.PlacementService;
import io.pinisi.portal.placement.PolicyRef;
import io.pinisi.portal.placement.PolicyRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Policies on the hub as the person, simulated by the engine's own placement. */
final class HubPlacement implements PlacementService {
    private static final String MANAGER = "pinisi-portal";

    /** How long a drill takes the cluster to stay away. */
    private static final Duration HORIZON = Duration.ofMinutes(10);

    private final People people;
    private final Changes changes;

    HubPlacement(People people, Changes changes) {
        this.people = people;
        this.changes = changes;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Page<PolicyRow> policies(Identity who, PageRequest page) {
        List<PolicyRow> all =
                people.view(who).coverage().policies().stream().map(HubPlacement::row).toList();
        return page.of(
                all,
                one ->
                        one.ref()
                                + " "
                                + one.status().word()
                                + " "
                                + one.selects()
                                + " "
                                + one.where(),
                HubPlacement::order);
    }

    private static PolicyRow row(Coverage.Use use) {
        Policy policy = use.policy();
        Instant created = policy.created();
        return new PolicyRow(
                new PolicyRef(
                        Objects.requireNonNullElse(policy.key().namespace(), ""),
                        policy.key().name()),
                PolicyWords.status(use),
                PolicyWords.selects(policy),
                PolicyWords.where(policy),
                use.placed(),
                created.equals(Instant.EPOCH) ? null : created);
    }

    private static Comparator<PolicyRow> order(String key) {
        Comparator<PolicyRow> byName = Comparator.comparing(one -> one.ref().toString());
        return switch (key) {
            case "status" ->
                    Comparator.comparing((PolicyRow one) -> one.status().level())
                            .thenComparing(byName);
            case "placed" -> Comparator.comparingInt(PolicyRow::placed).thenComparing(byName);
            default -> byName;
        };
    }

    @Override
    public List<String> unmatched(Identity who) {
        return people.view(who).coverage().unmatched().stream().map(Template::toString).toList();
    }

    @Override
    public String text(Identity who, PolicyRef policy) {
        ObjectNode object = people.hub(who).get(path(policy));
        object.remove("status");
        ObjectNode metadata = object.withObject("/metadata");
        List.of("managedFields", "uid", "resourceVersion", "generation", "creationTimestamp")
                .forEach(metadata::remove);
        return Yaml.print(object);
    }

    @Override
    public Impact preview(Identity who, String yaml) {
        try {
            ObjectNode written = write(who, yaml, Mode.DRY_RUN);
            return Impacts.of(
                    people.view(who).simulate(new Change.PolicyWritten(Policy.of(written))));
        } catch (ApiException e) {
            return Impact.refused(faults(e));
        }
    }

    @Override
    public List<Impact.Fault> save(Identity who, String yaml) {
        try {
            write(who, yaml, Mode.FOR_GOOD);
            return List.of();
        } catch (ApiException e) {
            return faults(e);
        }
    }

    private enum Mode {
        DRY_RUN,
        FOR_GOOD
    }

    /** As the person and by the server's own checks; only {@code FOR_GOOD} leaves anything. */
    private ObjectNode write(Identity who, String yaml, Mode mode) {
        ObjectNode policy = one(yaml);
        WriteOptions strict = WriteOptions.by(MANAGER).strict();
        WriteOptions options = mode == Mode.DRY_RUN ? strict.asDryRun() : strict;
        ApiClient hub = people.hub(who);
        ObjectKey key = Metadata.key(policy);
        GroupVersionResource resource = resource(policy);
        Optional<ObjectNode> before = hub.find(ResourcePath.of(resource, key));
        if (before.isEmpty()) {
            return hub.create(ResourcePath.all(resource).in(key.namespace()), policy, options);
        }
        policy.withObject("/metadata")
                .put("resourceVersion", Metadata.of(before.get()).resourceVersion());
        return hub.update(ResourcePath.of(resource, key), policy, options);
    }

    private static ObjectNode one(String yaml) {
        if (yaml.length() > LONGEST_POLICY) {
            throw ApiException.badRequest("longer than " + LONGEST_POLICY + " characters");
        }
        List<ObjectNode> documents = Yaml.parse(yaml);
        if (documents.size() != 1) {
            throw ApiException.badRequest("one policy, not " + documents.size() + " documents");
        }
        if (Metadata.of(documents.getFirst()).name().isEmpty()) {
            throw ApiException.badRequest("metadata.name is missing");
        }
        return documents.getFirst();
    }

    private static GroupVersionResource resource(ObjectNode policy) {
        boolean ours = policy.path("apiVersion").asString("").equals(FederationKinds.POLICY_API);
        return switch (ours ? policy.path("kind").asString("") : "") {
            case "PropagationPolicy" -> FederationKinds.POLICIES;
            case "ClusterPropagationPolicy" -> FederationKinds.CLUSTER_POLICIES;
            default ->
                    throw ApiException.badRequest(
                            "apiVersion must be "
                                    + FederationKinds.POLICY_API
                                    + " and kind PropagationPolicy or ClusterPropagationPolicy");
        };
    }

    @Override
    public void delete(Identity who, PolicyRef policy) {
        people.hub(who).delete(path(policy), null);
    }

    @Override
    public Impact drill(Identity who, String cluster) {
        return Impacts.of(people.view(who).simulate(new Change.Lost(cluster, HORIZON)));
    }

    private static ResourcePath path(PolicyRef policy) {
        return policy.namespace().isEmpty()
                ? ResourcePath.of(
                        FederationKinds.CLUSTER_POLICIES, ObjectKey.cluster(policy.name()))
                : ResourcePath.of(
                        FederationKinds.POLICIES, ObjectKey.of(policy.namespace(), policy.name()));
    }

    private static List<Impact.Fault> faults(ApiException e) {
        return HubMembership.faults(e).stream()
                .map((Joined.Fault fault) -> new Impact.Fault(fault.field(), fault.message()))
                .toList();
    }
}
