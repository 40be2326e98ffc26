package io.pinisi.federation.interpreter;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.placement.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs scripts of retention by their source, in a sandbox of its own: for the agent of a member,
 * which holds the member to what the hub wanted while the hub and its scripts are away.
 * Thread-safe.
 */
public final class RetentionScripts implements AutoCloseable {
    private static final int COMPILED_MAX = 64;

    private final Sandbox sandbox = new Sandbox(Limits.DEFAULT);
    private final Map<String, Script> compiled =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Script> eldest) {
                    return size() > COMPILED_MAX;
                }
            };

    /**
     * @throws ScriptException where the script fails, or does not compile
     */
    public ObjectNode retained(String source, ObjectNode desired, ObjectNode observed) {
        return run(sandbox, script(source), desired, observed);
    }

    private synchronized Script script(String source) {
        return compiled.computeIfAbsent(
                source,
                text ->
                        sandbox.compile(
                                Operation.RETENTION.field(), Operation.RETENTION.function(), text));
    }

    static ObjectNode run(Sandbox sandbox, Script script, ObjectNode desired, ObjectNode observed) {
        JsonNode said =
                sandbox.call(
                                script,
                                List.of(desired, observed),
                                List.of(overlaid(observed, desired)))
                        .getFirst();
        if (said instanceof ObjectNode whole && isNamedLike(whole, desired)) {
            return whole;
        }
        throw new ScriptException(script.name() + ": returns another object, or none");
    }

    private static boolean isNamedLike(ObjectNode one, ObjectNode other) {
        return one.path("metadata").isObject() && Template.of(one).equals(Template.of(other));
    }

    /** Tells lists from maps wherever a field comes from. */
    private static JsonNode overlaid(JsonNode below, JsonNode above) {
        if (!(below instanceof ObjectNode under) || !above.isObject()) {
            return above;
        }
        ObjectNode both = Json.object();
        both.setAll(under);
        for (Map.Entry<String, JsonNode> field : above.properties()) {
            both.set(field.getKey(), overlaid(below.path(field.getKey()), field.getValue()));
        }
        return both;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
