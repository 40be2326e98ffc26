package io.pinisi.federation.interpreter;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.health.Health;
import io.pinisi.federation.health.HealthRules;
import io.pinisi.federation.known.KnownKinds;
import io.pinisi.federation.placement.Dependencies;
import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the engine asks about objects of any kind: answered by the scripts of the kind where there
 * are some, else by what is built in. A script that fails is told of and passed over.
 */
public final class Interpreters implements AutoCloseable {
    private final Sandbox sandbox = new Sandbox(Limits.DEFAULT);
    private final BiConsumer<ObjectNode, String> told;
    private volatile Map<GroupVersionKind, Customization> byKind = Map.of();

    /**
     * @param told of an object whose script failed, and how
     */
    public Interpreters(BiConsumer<ObjectNode, String> told) {
        this.told = told;
    }

    /** What is wrong with a ResourceInterpreterCustomization; every script is tried. */
    public List<FieldError> faults(JsonNode customization) {
        return Customization.faults(customization, sandbox);
    }

    public Customization read(JsonNode customization) {
        return Customization.of(customization, sandbox);
    }

    /** These and no others; of two for one kind the first by name counts. */
    public void replace(Collection<Customization> customizations) {
        Map<GroupVersionKind, Customization> next = new HashMap<>();
        customizations.stream()
                .sorted(Comparator.comparing(Customization::name))
                .forEach(one -> next.putIfAbsent(one.kind(), one));
        byKind = Map.copyOf(next);
    }

    private @Nullable Script script(JsonNode object, Operation operation) {
        Customization one = byKind.get(Template.of(object).kind());
        return one == null ? null : one.scripts().get(operation);
    }

    /** With the replicas, and what each asks for, as the kind has them. */
    public TemplateFacts facts(ObjectNode object) {
        TemplateFacts facts = TemplateFacts.of(object);
        Script script = script(object, Operation.REPLICAS);
        if (script == null) {
            return facts;
        }
        try {
            List<JsonNode> results =
                    sandbox.call(script, List.of(object), List.of(Json.object(), Json.object()));
            if (!results.getFirst().isInt() || results.getFirst().asInt() < 0) {
                throw new ScriptException(script.name() + ": returns no number of replicas");
            }
            JsonNode requests = results.get(1).path("resourceRequest");
            return facts.with(
                    OptionalInt.of(results.getFirst().asInt()),
                    ResourceAmounts.of(requests).plus(ResourceAmounts.ONE_POD));
        } catch (ScriptException e) {
            told.accept(object, String.valueOf(e.getMessage()));
            return facts;
        }
    }

    /**
     * The object with a cluster's share of the replicas.
     *
     * @throws ScriptException where the script fails: going out with other replicas would be wrong
     */
    public ObjectNode revised(ObjectNode object, OptionalInt share) {
        Script script = script(object, Operation.REVISION);
        if (script == null || share.isEmpty()) {
            return object;
        }
        JsonNode number = Json.mapper().getNodeFactory().numberNode(share.getAsInt());
        JsonNode revised =
                sandbox.call(script, List.of(object, number), List.of(object)).getFirst();
        if (revised instanceof ObjectNode whole && Template.of(whole).equals(Template.of(object))) {
            return whole;
        }
        throw new ScriptException(script.name() + ": returns another object, or none");
    }

    /** The source of the script that says what stays as a member has it. */
    public Optional<String> retention(JsonNode object) {
        return Optional.ofNullable(script(object, Operation.RETENTION)).map(Script::source);
    }

    /**
     * What a member is to have, by the script of the kind if there is one.
     *
     * @throws ScriptException where it fails: without it others' fields would be overwritten
     */
    public ObjectNode retained(ObjectNode desired, ObjectNode observed) {
        Script script = script(desired, Operation.RETENTION);
        return script == null ? desired : RetentionScripts.run(sandbox, script, desired, observed);
    }

    public Health health(ObjectNode object) {
        Script script = script(object, Operation.HEALTH);
        if (script == null) {
            return HealthRules.of(object);
        }
        try {
            JsonNode healthy =
                    sandbox.call(script, List.of(object), List.of(Json.object())).getFirst();
            return healthy.asBoolean(false) ? Health.HEALTHY : Health.UNHEALTHY;
        } catch (ScriptException e) {
            told.accept(object, String.valueOf(e.getMessage()));
            return Health.UNKNOWN;
        }
    }

    /** What of a member's object is carried to the hub. */
    public JsonNode status(ObjectNode object) {
        Script script = script(object, Operation.STATUS);
        if (script == null) {
            return KnownKinds.find(object)
                    .map(known -> without(known.omitted(), object.path("status")))
                    .orElse(object.path("status"));
        }
        try {
            return sandbox.call(script, List.of(object), List.of(object.path("status"))).getFirst();
        } catch (ScriptException e) {
            told.accept(object, String.valueOf(e.getMessage()));
            return object.path("status");
        }
    }

    private static JsonNode without(Set<String> fields, JsonNode status) {
        if (fields.stream().noneMatch(status::has)) {
            return status;
        }
        ObjectNode less = (ObjectNode) status.deepCopy();
        less.remove(fields);
        return less;
    }

    /**
     * The template's next status where a script makes it.
     *
     * @param items as a binding's {@code aggregatedStatus} has them
     */
    public Optional<ObjectNode> aggregated(ObjectNode template, JsonNode items) {
        Script script = script(template, Operation.AGGREGATION);
        if (script == null) {
            return Optional.empty();
        }
        ArrayNode list = Json.mapper().createArrayNode();
        items.forEach(list::add);
        try {
            JsonNode whole =
                    sandbox.call(script, List.of(template, list), List.of(template)).getFirst();
            return whole.path("status") instanceof ObjectNode status
                    ? Optional.of(status)
                    : Optional.empty();
        } catch (ScriptException e) {
            told.accept(template, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What the object is no use without; never outside its own namespace. */
    public Set<Template> dependencies(ObjectNode object) {
        Script script = script(object, Operation.DEPENDENCIES);
        if (script == null) {
            return Dependencies.of(object);
        }
        Set<Template> needs = new LinkedHashSet<>();
        try {
            for (JsonNode one :
                    sandbox.call(script, List.of(object), List.of(Json.mapper().createArrayNode()))
                            .getFirst()) {
                need(object, one).ifPresent(needs::add);
            }
            return needs;
        } catch (ScriptException e) {
            told.accept(object, String.valueOf(e.getMessage()));
            return Dependencies.of(object);
        }
    }

    private static Optional<Template> need(ObjectNode object, JsonNode one) {
        String home = Metadata.of(object).namespace();
        String name = one.path("name").asString("");
        String kind = one.path("kind").asString("");
        String apiVersion = one.path("apiVersion").asString("");
        boolean named = !name.isEmpty() && !kind.isEmpty() && !apiVersion.isEmpty();
        if (home == null || !named || !one.path("namespace").asString(home).equals(home)) {
            return Optional.empty();
        }
        GroupVersionKind needed = GroupVersionKind.of(apiVersion, kind);
        return Optional.of(new Template(needed, ObjectKey.of(home, name)));
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
