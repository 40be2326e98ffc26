package io.pinisi.federation.rollout;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.admission.MutatingPlugin;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.approval.People;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.propagation.Binding;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Notes on objects whose changes go through gates by whom they are changed. */
final class ChangeStamps implements MutatingPlugin {
    private final ObjectLookup objects;
    private final StoredStrategies strategies;

    ChangeStamps(ObjectLookup objects, StoredStrategies strategies) {
        this.objects = objects;
        this.strategies = strategies;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode next = request.object();
        String namespace = request.key().namespace();
        if (next == null || namespace == null || !request.subresource().isEmpty()) {
            return;
        }
        ObjectNode old = request.oldObject();
        boolean gated =
                strategies
                        .select(namespace, () -> TemplateFacts.of(next))
                        .filter(Strategy::hasGates)
                        .isPresent();
        if (gated) {
            Authors.write(next, authors(request, old, next));
        } else if (old == null || Authors.of(old).isEmpty()) {
            Authors.write(next, Set.of());
        } else {
            Authors.write(
                    next, Authors.of(old)); // a strategy that goes and comes back forgets none
        }
    }

    private Set<String> authors(
            AdmissionRequest request, @Nullable ObjectNode old, ObjectNode next) {
        Set<String> authors = new TreeSet<>();
        if (old != null) {
            String before = Revisions.id(old);
            boolean same = before.equals(Revisions.id(next));
            if (same || !isComplete(Template.of(old), before)) {
                authors.addAll(Authors.of(old));
            }
            if (same) {
                return authors;
            }
        }
        if (request.operation() != Operation.DELETE && !People.isComponent(request.user())) {
            authors.add(request.user().name());
            if (request.act().isImpersonated()) {
                authors.add(request.act().impersonator());
            }
        }
        return authors;
    }

    private boolean isComplete(Template template, String revision) {
        return objects.find(FederationKinds.ROLLOUTS.groupResource(), Binding.keyOf(template))
                .map(ApiObject::tree)
                .filter(rollout -> isOf(rollout, template))
                .filter(rollout -> Authors.isComplete(rollout, revision))
                .isPresent();
    }

    private static boolean isOf(ObjectNode rollout, Template template) {
        return rollout.at("/spec/resource/name").asString("").equals(template.key().name())
                && Metadata.of(rollout).namespace() != null;
    }
}
