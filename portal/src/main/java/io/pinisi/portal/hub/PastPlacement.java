package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.backend.PresentOnlyException;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.placement.PlacementService;
import io.pinisi.portal.placement.PolicyRef;
import io.pinisi.portal.placement.PolicyRow;
import io.pinisi.portal.status.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Policies as they stood, and how many objects each decided about by the decisions of then. */
final class PastPlacement implements PlacementService {
    private static final List<String> POLICIES =
            List.of(
                    "propagationpolicies.policy.karmada.io",
                    "clusterpropagationpolicies.policy.karmada.io");
    private static final List<String> BINDINGS =
            List.of("resourcebindings.work.karmada.io", "clusterresourcebindings.work.karmada.io");

    private final Past past;
    private final PlacementService objects;

    /**
     * @param objects reads policies one by one from the hub as it was
     */
    PastPlacement(Past past, PlacementService objects) {
        this.past = past;
        this.objects = objects;
    }

    @Override
    public Page<PolicyRow> policies(Identity who, PageRequest page) {
        Map<ObjectKey, Integer> placed = placed(who);
        List<PolicyRow> rows = new ArrayList<>();
        for (String resource : POLICIES) {
            for (Past.Seen seen : past.all(who, Past.HUB, resource, "")) {
                rows.add(row(seen.object(), placed));
            }
        }
        return page.of(
                rows,
                one -> one.ref() + " " + one.selects() + " " + one.where(),
                key -> Comparator.comparing(one -> one.ref().toString()));
    }

    private Map<ObjectKey, Integer> placed(Identity who) {
        Map<ObjectKey, Integer> placed = new HashMap<>();
        for (String resource : BINDINGS) {
            for (Past.Seen seen : past.all(who, Past.HUB, resource, "")) {
                ObjectKey policy = new Binding(seen.object()).policy();
                if (policy != null) {
                    placed.merge(policy, 1, Integer::sum);
                }
            }
        }
        return placed;
    }

    private static PolicyRow row(ObjectNode object, Map<ObjectKey, Integer> placed) {
        Policy policy = Policy.of(object);
        JsonNode metadata = object.path("metadata");
        return new PolicyRow(
                new PolicyRef(Trees.text(metadata, "namespace"), Trees.text(metadata, "name")),
                Status.healthy("In force"),
                PolicyWords.selects(policy),
                PolicyWords.where(policy),
                placed.getOrDefault(policy.key(), 0),
                Trees.time(metadata, "creationTimestamp"));
    }

    @Override
    public List<String> unmatched(Identity who) {
        throw new PresentOnlyException();
    }

    @Override
    public String text(Identity who, PolicyRef policy) {
        return objects.text(who, policy);
    }

    @Override
    public Impact preview(Identity who, String yaml) {
        throw new PresentOnlyException();
    }

    @Override
    public List<Impact.Fault> save(Identity who, String yaml) {
        throw new PresentOnlyException();
    }

    @Override
    public void delete(Identity who, PolicyRef policy) {
        throw new PresentOnlyException();
    }

    @Override
    public Impact drill(Identity who, String cluster) {
        throw new PresentOnlyException();
    }

    @Override
    public Changes changes() {
        return Past.NEVER;
    }
}
