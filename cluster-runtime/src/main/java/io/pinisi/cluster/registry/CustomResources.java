package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.Act;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.crd.CrdRules;
import io.pinisi.cluster.registry.crd.CustomKind;
import io.pinisi.cluster.registry.crd.VersionConversion;
import io.pinisi.cluster.storage.ApiObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps what is served in step with the definitions that are stored, and empties what a deleted one
 * defined. One call of {@link #refresh} at a time.
 */
final class CustomResources {
    private static final Logger LOG = LoggerFactory.getLogger(CustomResources.class);
    private static final ListQuery ALL = new ListQuery(null, "", "", 0, "", "", "");
    private static final DeleteOptions BACKGROUND =
            new DeleteOptions(null, null, null, DeleteOptions.Propagation.BACKGROUND);

    private final ResourceStore definitions;
    private final Opener opener;
    private final VersionConversion.Tools tools;
    private final InstantSource clock;
    private final Map<String, Live> live = new LinkedHashMap<>();

    /** Opens and closes the storage of kinds that come and go. */
    interface Opener {
        /**
         * Opens all versions of a kind. One that is open already is served by its new rules over
         * the same storage.
         */
        List<RegistrySnapshot.Served> open(List<CustomKind.InVersion> versions);

        void close(GroupResource resource);
    }

    /**
     * @param text of the definition without its status: a change of it makes other kinds
     * @param served version by version
     * @param stored the version that objects are written in
     */
    private record Live(
            long revision,
            ObjectNode text,
            List<RegistrySnapshot.Served> served,
            RegistrySnapshot.Served stored) {
        GroupResource resource() {
            return stored.definition().resource();
        }

        Live at(long newer) {
            return new Live(newer, text, served, stored);
        }
    }

    CustomResources(
            ResourceStore definitions,
            Opener opener,
            VersionConversion.Tools tools,
            InstantSource clock) {
        this.definitions = definitions;
        this.opener = opener;
        this.tools = tools;
        this.clock = clock;
    }

    /** Compiles what changed; returns all that is served now. */
    synchronized List<RegistrySnapshot.Served> refresh() {
        Map<String, ApiObject> stored = new LinkedHashMap<>();
        for (ApiObject definition : definitions.list(ALL).items()) {
            stored.put(definition.key().name(), definition);
        }
        closeAbsent(stored.keySet()::contains);
        for (ApiObject definition : stored.values()) {
            Live known = live.get(definition.key().name());
            if (known == null || known.revision() != definition.revision()) {
                serve(definition, known);
            }
        }
        return live.values().stream().flatMap(one -> one.served().stream()).toList();
    }

    private void closeAbsent(Function<String, Boolean> isStored) {
        for (Iterator<Map.Entry<String, Live>> all = live.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Live> entry = all.next();
            if (!isStored.apply(entry.getKey())) {
                opener.close(entry.getValue().resource());
                all.remove();
            }
        }
    }

    private void serve(ApiObject definition, @Nullable Live known) {
        ObjectNode tree = definition.tree();
        if (!isEstablished(tree)) {
            return;
        }
        String name = definition.key().name();
        ObjectNode text = text(accepted(tree));
        if (known != null && known.text().equals(text)) {
            live.put(name, known.at(definition.revision()));
            return;
        }
        try {
            List<CustomKind.InVersion> versions = CustomKind.versions(tree, tools, clock);
            List<RegistrySnapshot.Served> served = opener.open(versions);
            RegistrySnapshot.Served stored = served.get(indexOfStored(versions));
            live.put(name, new Live(definition.revision(), text, served, stored));
        } catch (RuntimeException e) {
            LOG.error("a stored definition cannot be served; name={}", definition.key(), e);
        }
    }

    private static int indexOfStored(List<CustomKind.InVersion> versions) {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).storage()) {
                return i;
            }
        }
        throw new IllegalArgumentException("no version is stored");
    }

    /** What the kinds are made from. */
    private static ObjectNode text(ObjectNode definition) {
        ObjectNode text = Json.object();
        text.set("spec", definition.path("spec").deepCopy());
        return text.put("ending", Metadata.of(definition).isDeleting());
    }

    private static boolean isEstablished(ObjectNode definition) {
        for (JsonNode condition : definition.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Established")) {
                return condition.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    /** Served under the names that were accepted, which need not be the newest wanted. */
    private static ObjectNode accepted(ObjectNode definition) {
        JsonNode names = Json.at(definition, "status", "acceptedNames");
        if (names != null && definition.get("spec") instanceof ObjectNode spec) {
            spec.set("names", names);
        }
        return definition;
    }

    /** Deletes the objects of definitions that are going; true where some are still there. */
    synchronized boolean clean() {
        boolean left = false;
        for (Live one : List.copyOf(live.values())) {
            String name = one.resource().toString();
            @Nullable ApiObject definition = definitions.find(ObjectKey.cluster(name)).orElse(null);
            if (definition != null && Metadata.of(definition.tree()).isDeleting()) {
                left |= clean(definition.key(), one);
            }
        }
        return left;
    }

    private boolean clean(ObjectKey key, Live one) {
        ResourceEndpoint objects = one.stored().endpoints().get("");
        if (objects == null) {
            return false;
        }
        report(key, "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress");
        objects.deleteCollection(call(), ALL, BACKGROUND);
        if (!objects.list(ALL).items().isEmpty()) {
            return true;
        }
        report(key, "False", "InstanceDeletionCompleted", "removed all instances");
        try {
            definitions.rewrite(call(), key, "finalize", CustomResources::released);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return false;
    }

    /** How far the deletion of what was defined has come. */
    private void report(ObjectKey key, String status, String reason, String message) {
        try {
            definitions
                    .status()
                    .rewrite(
                            call(),
                            key,
                            "update",
                            definition -> {
                                Conditions.set(
                                        definition,
                                        "Terminating",
                                        status,
                                        reason,
                                        message,
                                        definitions.now());
                                return definition;
                            });
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    private static ObjectNode released(ObjectNode definition) {
        if (definition.path("metadata").get("finalizers") instanceof ArrayNode finalizers) {
            List<String> kept = new ArrayList<>();
            finalizers.forEach(finalizer -> kept.add(finalizer.asString("")));
            kept.remove(CrdRules.CLEANUP);
            finalizers.removeAll();
            kept.forEach(finalizers::add);
        }
        return definition;
    }

    private static Call call() {
        return new Call(
                UserInfo.of("system:controller:crd-finalizer", "system:masters"),
                "",
                "",
                "engine",
                "",
                "",
                "crd-finalizer",
                false,
                Call.FieldValidation.IGNORE,
                true,
                new Act("deletecollection", "", ""),
                warning -> {});
    }
}
