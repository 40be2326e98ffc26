package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the objects that a binding gives to a policy as parameters. */
record Parameters(ObjectLookup objects, KindResolver kinds) {

    /** Why there are none although the binding wants some. */
    static final class MissingException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    /** One null where the policy has no parameters: its rules run once, without. */
    List<@Nullable ObjectNode> of(JsonNode policy, JsonNode binding, AdmissionRequest request)
            throws MissingException {
        JsonNode kind = policy.path("spec").path("paramKind");
        JsonNode reference = binding.path("spec").path("paramRef");
        List<@Nullable ObjectNode> found = new ArrayList<>();
        if (!kind.isObject() || !reference.isObject()) {
            found.add(null);
            return found;
        }
        String apiVersion = kind.path("apiVersion").asString("");
        Optional<KindResolver.Found> resource =
                kinds.find(apiVersion, kind.path("kind").asString(""));
        if (resource.isEmpty()) {
            throw new MissingException(
                    "failed to find resource referenced by paramKind: '" + kind + "'");
        }
        found.addAll(objects(resource.get(), reference, request));
        if (found.isEmpty()
                && reference.path("parameterNotFoundAction").asString("").equals("Deny")) {
            throw new MissingException(
                    "no params found for policy binding with `Deny` parameterNotFoundAction");
        }
        return found;
    }

    private List<ObjectNode> objects(
            KindResolver.Found found, JsonNode reference, AdmissionRequest request)
            throws MissingException {
        String namespace = reference.path("namespace").asString("");
        String within =
                found.namespaced()
                        ? namespace.isEmpty() ? request.key().namespace() : namespace
                        : null;
        if (found.namespaced() && within == null) {
            throw new MissingException(
                    "cannot use namespaced paramRef in policy binding that matches cluster-scoped"
                            + " resources");
        }
        String name = reference.path("name").asString("");
        if (!name.isEmpty()) {
            return objects
                    .find(found.resource(), new ObjectKey(within, name))
                    .map(ApiObject::tree)
                    .stream()
                    .toList();
        }
        LabelSelector selector = LabelSelector.of(reference.get("selector"));
        return objects.all(found.resource(), within).stream()
                .filter(object -> selector.matches(object.labels()))
                .map(ApiObject::tree)
                .toList();
    }
}
