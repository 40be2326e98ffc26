package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.schema.Defaulter;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.UnknownFields;
import io.pinisi.cluster.storage.ObjectConverter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Custom resources as one version of their definition shows them. Objects stay on disk in the
 * version they were written in until they are written again, so each says itself what it is in;
 * what the shown version does not know is dropped, and what it has a default for is filled in.
 */
public final class VersionConversion implements ObjectConverter {
    private final Versions versions;
    private final Schema schema;
    private final Tools tools;

    /**
     * @param conversion {@code spec.conversion}
     * @param shown {@code apiVersion} of what is served
     * @param stored {@code apiVersion} of what is written
     */
    record Versions(JsonNode conversion, String shown, String stored) {}

    /** What the conversions of all definitions share. */
    public record Tools(ConversionWebhook webhook, UnknownFields unknown, Defaulter defaults) {}

    VersionConversion(Versions versions, Schema schema, Tools tools) {
        this.versions = versions;
        this.schema = schema;
        this.tools = tools;
    }

    @Override
    public List<ObjectNode> toServed(List<ObjectNode> stored) {
        List<ObjectNode> served = in(versions.shown(), stored);
        for (ObjectNode object : served) {
            tools.unknown().prune(schema, object);
            tools.defaults().apply(schema, object);
        }
        return served;
    }

    @Override
    public ObjectNode toStored(ObjectNode served) {
        return in(versions.stored(), List.of(served.deepCopy())).getFirst();
    }

    private List<ObjectNode> in(String wanted, List<ObjectNode> objects) {
        List<ObjectNode> others = objects.stream().filter(o -> !isIn(wanted, o)).toList();
        if (others.isEmpty()) {
            return objects;
        }
        if (!versions.conversion().path("strategy").asString("").equals("Webhook")) {
            others.forEach(object -> object.put("apiVersion", wanted));
            return objects;
        }
        Iterator<ObjectNode> converted =
                tools.webhook()
                        .convert(versions.conversion().path("webhook"), others, wanted)
                        .iterator();
        List<ObjectNode> result = new ArrayList<>();
        for (ObjectNode object : objects) {
            result.add(isIn(wanted, object) ? object : converted.next());
        }
        return result;
    }

    private static boolean isIn(String version, ObjectNode object) {
        return object.path("apiVersion").asString("").equals(version);
    }
}
