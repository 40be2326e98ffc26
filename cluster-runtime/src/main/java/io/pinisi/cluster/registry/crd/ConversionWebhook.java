package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.admission.webhook.WebhookCaller;
import io.pinisi.cluster.admission.webhook.WebhookTargets;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.NameRule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a server to convert custom resources ({@code ConversionReview}). It may change everything
 * but what makes an object this object: its metadata stays, labels and annotations aside.
 */
public final class ConversionWebhook {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final List<String> UNDERSTOOD = List.of("v1", "v1beta1");

    private final WebhookCaller caller;
    private final WebhookTargets targets;

    public ConversionWebhook(WebhookCaller caller, WebhookTargets targets) {
        this.caller = caller;
        this.targets = targets;
    }

    /**
     * @param webhook {@code spec.conversion.webhook}
     * @param objects at least one, none of which has the wanted version already
     * @throws ApiException with the words that clients know for this
     */
    List<ObjectNode> convert(JsonNode webhook, List<ObjectNode> objects, String wanted) {
        String failed = "conversion webhook for " + kind(objects.getFirst());
        List<ObjectNode> converted;
        try {
            converted = ask(webhook, objects, wanted);
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw failure(failed + " failed: " + e.getMessage());
        }
        if (converted.size() != objects.size()) {
            throw failure(
                    "%s returned %d objects, expected %d"
                            .formatted(failed, converted.size(), objects.size()));
        }
        List<ObjectNode> result = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            result.add(accepted(objects.get(i), converted.get(i), wanted, failed));
        }
        return result;
    }

    private List<ObjectNode> ask(JsonNode webhook, List<ObjectNode> objects, String wanted)
            throws IOException {
        String uid = UUID.randomUUID().toString();
        String apiVersion = "apiextensions.k8s.io/" + version(webhook);
        ObjectNode review =
                Json.object().put("kind", "ConversionReview").put("apiVersion", apiVersion);
        ObjectNode request = review.putObject("request");
        request.put("uid", uid).put("desiredAPIVersion", wanted);
        objects.forEach(request.putArray("objects")::add);
        JsonNode answer = Json.parse(post(webhook.path("clientConfig"), Json.bytes(review)));
        return objects(answer, apiVersion, uid);
    }

    private byte[] post(JsonNode client, byte[] review) throws IOException {
        try {
            return caller.call(targets.of(client), review, TIMEOUT);
        } catch (IOException e) {
            throw new IOException("Post \"" + url(client) + "\": " + e.getMessage(), e);
        }
    }

    private static String url(JsonNode client) {
        JsonNode service = client.path("service");
        String base =
                service.isObject()
                        ? "https://%s.%s.svc:%d%s"
                                .formatted(
                                        service.path("name").asString(""),
                                        service.path("namespace").asString(""),
                                        service.path("port").asInt(443),
                                        service.path("path").asString("/"))
                        : client.path("url").asString("");
        return base + "?timeout=" + TIMEOUT.toSeconds() + "s";
    }

    private static String version(JsonNode webhook) throws IOException {
        for (JsonNode version : webhook.path("conversionReviewVersions")) {
            if (UNDERSTOOD.contains(version.asString(""))) {
                return version.asString("");
            }
        }
        throw new IOException("no supported conversion review versions");
    }

    private static List<ObjectNode> objects(JsonNode answer, String apiVersion, String uid)
            throws IOException {
        String given = answer.path("apiVersion").asString("");
        String kind = answer.path("kind").asString("");
        if (!given.equals(apiVersion) || !kind.equals("ConversionReview")) {
            throw new IOException(
                    "expected webhook response of %s, Kind=ConversionReview, got %s, Kind=%s"
                            .formatted(apiVersion, given, kind));
        }
        JsonNode response = answer.path("response");
        if (!response.isObject()) {
            throw new IOException("no response provided");
        }
        if (!response.path("uid").asString("").equals(uid)) {
            throw new IOException(
                    "expected response.uid=\"%s\", got \"%s\""
                            .formatted(uid, response.path("uid").asString("")));
        }
        String status = response.path("result").path("status").asString("");
        if (!status.equals("Success")) {
            String message = response.path("result").path("message").asString("");
            throw new IOException(
                    message.isEmpty()
                            ? "response.result.status was '" + status + "', not 'Success'"
                            : message);
        }
        List<ObjectNode> converted = new ArrayList<>();
        response.path("convertedObjects").forEach(one -> converted.add(one.asObject()));
        return converted;
    }

    private static ObjectNode accepted(
            ObjectNode before, ObjectNode after, String wanted, String failed) {
        String version = after.path("apiVersion").asString("");
        if (!version.equals(wanted)) {
            throw failure(
                    "%s returned invalid object: invalid groupVersion (expected %s, received %s)"
                            .formatted(failed, wanted, version));
        }
        requireSame(before.path("kind"), after.path("kind"), "kind", failed);
        JsonNode kept = before.path("metadata");
        if (!(after.get("metadata") instanceof ObjectNode metadata)) {
            throw failure(failed + " returned invalid metadata: missing metadata");
        }
        for (String field : new String[] {"name", "namespace", "uid"}) {
            String words = field.equals("uid") ? "UID" : field;
            requireSame(kept.path(field), metadata.path(field), words, failed);
        }
        after.set("metadata", restored(kept, metadata, failed));
        return after;
    }

    private static void requireSame(JsonNode before, JsonNode after, String words, String failed) {
        if (!before.asString("").equals(after.asString(""))) {
            throw failure(
                    "%s returned invalid object: must have the same %s: %s != %s"
                            .formatted(failed, words, after.asString(""), before.asString("")));
        }
    }

    private static ObjectNode restored(JsonNode before, ObjectNode after, String failed) {
        ObjectNode metadata = before.deepCopy().asObject();
        for (String field : new String[] {"labels", "annotations"}) {
            @Nullable JsonNode given = after.get(field);
            if (given == null || given.isNull()) {
                metadata.remove(field);
                continue;
            }
            for (Map.Entry<String, JsonNode> entry : given.properties()) {
                if (!entry.getValue().isString()
                        || !NameRule.qualifiedFaults(entry.getKey()).isEmpty()) {
                    throw failure(
                            "%s returned invalid metadata: invalid %s: %s"
                                    .formatted(failed, field, entry.getKey()));
                }
            }
            metadata.set(field, given);
        }
        return metadata;
    }

    /** As the original prints a kind. */
    private static String kind(JsonNode object) {
        return object.path("apiVersion").asString("")
                + ", Kind="
                + object.path("kind").asString("");
    }

    private static ApiException failure(String words) {
        return new ApiException(Reason.UNKNOWN, words);
    }
}
