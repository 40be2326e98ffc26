package io.pinisi.cluster.controllers.statefulset;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the claims of pods, and says with whom they go: an owner reference to the set or to a pod
 * lets the garbage collector do the rest.
 */
record ClaimKeeper(ApiClient client, Lister claims, EventRecorder recorder) {

    /** Makes the claims that a pod needs and that are not there. */
    void ensure(Identity identity) {
        StatefulSetView set = identity.set();
        for (ObjectNode template : set.claimTemplates()) {
            ObjectNode claim = identity.makeClaim(template);
            String name = Metadata.of(claim).name();
            if (claims.find(new ObjectKey(set.metadata().namespace(), name)).isEmpty()) {
                create(identity, claim, name);
            }
        }
    }

    private void create(Identity identity, ObjectNode claim, String name) {
        StatefulSetView set = identity.set();
        String what =
                "create Claim %s Pod %s in StatefulSet %s "
                        .formatted(name, identity.pod(), set.metadata().name());
        try {
            client.create(
                    ResourcePath.all(Resources.CLAIMS).in(set.metadata().namespace()),
                    claim,
                    WriteOptions.PLAIN);
            recorder.normal(set.tree(), "SuccessfulCreate", what + "success");
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                recorder.warning(
                        set.tree(), "FailedCreate", what + "failed error: " + e.getMessage());
                throw e;
            }
        }
    }

    /**
     * Lets the claims of a pod go with whom the set's policy says.
     *
     * @param condemned the pod where it is beyond what is wanted, else null
     */
    void assign(Identity identity, @Nullable ObjectNode condemned) {
        StatefulSetView set = identity.set();
        Optional<ObjectNode> owner = Optional.empty();
        if (condemned != null && set.deletesClaims("whenScaled")) {
            owner = Optional.of(reference("v1", "Pod", condemned));
        } else if (set.deletesClaims("whenDeleted")) {
            owner = Optional.of(reference("apps/v1", "StatefulSet", set.tree()));
        }
        for (ObjectKey key : identity.claims().values()) {
            Optional<ObjectNode> claim = claims.find(key);
            if (claim.isPresent()) {
                assign(identity, claim.get(), owner);
            }
        }
    }

    private static ObjectNode reference(String apiVersion, String kind, ObjectNode owner) {
        return Json.object()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("name", Metadata.of(owner).name())
                .put("uid", Metadata.uid(owner));
    }

    /** References of others stay; those to this set and to pods of this name are ours to say. */
    private void assign(Identity identity, ObjectNode claim, Optional<ObjectNode> owner) {
        JsonNode present = claim.path("metadata").path("ownerReferences");
        ArrayNode wanted = Json.mapper().createArrayNode();
        for (JsonNode reference : present) {
            if (!isOurs(identity, reference)) {
                wanted.add(reference);
            }
        }
        owner.ifPresent(wanted::add);
        if (wanted.equals(present) || (wanted.isEmpty() && present.isEmpty())) {
            return;
        }
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", Metadata.of(claim).resourceVersion());
        metadata.set("ownerReferences", wanted);
        client.patch(
                ResourcePath.of(Resources.CLAIMS, Metadata.key(claim)),
                PatchType.MERGE,
                patch,
                WriteOptions.PLAIN);
    }

    private static boolean isOurs(Identity identity, JsonNode reference) {
        String kind = reference.path("kind").asString("");
        String name = reference.path("name").asString("");
        return (kind.equals("Pod") && name.equals(identity.pod()))
                || (kind.equals("StatefulSet") && name.equals(identity.set().metadata().name()));
    }
}
