package io.pinisi.cluster.apiserver.auditpolicy;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.apiserver.review.UserInfoJson;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Words one stage of one request as an {@code Event} of {@code audit.k8s.io/v1}. */
final class EventBuilder {
    /** A caller in this process has no address. */
    private static final String LOOPBACK = "127.0.0.1";

    private final ApiRequest request;
    private final RequestContext context;
    private final AuditPolicy.Decision decision;
    private @Nullable JsonNode sent;
    private @Nullable JsonNode answer;
    private @Nullable ObjectNode status;

    EventBuilder(ApiRequest request, RequestContext context, AuditPolicy.Decision decision) {
        this.request = request;
        this.context = context;
        this.decision = decision;
    }

    /** What the client sent, as far as it could be read. */
    void sent(JsonNode body) {
        sent = body;
    }

    void answered(int code, @Nullable JsonNode body) {
        answer = body;
        status = Json.object();
        status.putObject("metadata");
        if (body != null && body.path("kind").asString("").equals("Status")) {
            copyStatus(body, status);
        }
        status.put("code", code);
    }

    private static void copyStatus(JsonNode from, ObjectNode to) {
        for (String field : new String[] {"status", "message", "reason", "details"}) {
            JsonNode value = from.get(field);
            if (value != null) {
                to.set(field, value);
            }
        }
    }

    ObjectNode event(Stage stage, Instant now) {
        ObjectNode event = Json.object().put("kind", "Event").put("apiVersion", "audit.k8s.io/v1");
        event.put("level", decision.level().text());
        event.put("auditID", context.requestId());
        event.put("stage", stage.text());
        event.put("requestURI", uri());
        RequestInfo info = context.info();
        event.put("verb", info.verb());
        people(event);
        event.putArray("sourceIPs").add(source());
        String agent = request.header("user-agent");
        if (!agent.isEmpty()) {
            event.put("userAgent", agent);
        }
        if (info instanceof ResourceRequest resource) {
            event.set("objectRef", reference(resource));
        }
        if (status != null) {
            event.set("responseStatus", status);
        }
        bodies(event);
        event.put("requestReceivedTimestamp", Timestamps.micros(context.received()));
        event.put("stageTimestamp", Timestamps.micros(now));
        ObjectNode annotations = Json.object();
        context.annotations().forEach(annotations::put);
        if (!annotations.isEmpty()) {
            event.set("annotations", annotations);
        }
        return event;
    }

    private String uri() {
        String query = request.query().text();
        return query.isEmpty() ? request.path() : request.path() + "?" + query;
    }

    private String source() {
        return request.source().equals("local") ? LOOPBACK : request.source();
    }

    private void people(ObjectNode event) {
        UserInfo user = context.userIfKnown();
        UserInfo impersonator = context.impersonator();
        if (impersonator != null) {
            event.set("user", UserInfoJson.write(impersonator));
            event.set("impersonatedUser", UserInfoJson.write(context.user()));
        } else {
            event.set("user", user == null ? Json.object() : UserInfoJson.write(user));
        }
    }

    private ObjectNode reference(ResourceRequest resource) {
        ObjectNode reference = Json.object().put("resource", resource.resource().resource());
        put(reference, "namespace", resource.namespace());
        String name = resource.name();
        JsonNode metadata = sent == null ? Json.object() : sent.path("metadata");
        put(reference, "name", name == null ? metadata.path("name").asString("") : name);
        put(reference, "uid", metadata.path("uid").asString(""));
        put(reference, "apiGroup", resource.resource().group());
        put(reference, "apiVersion", resource.resource().version());
        put(reference, "resourceVersion", metadata.path("resourceVersion").asString(""));
        put(reference, "subresource", resource.subresource());
        return reference;
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            node.put(field, value);
        }
    }

    private void bodies(ObjectNode event) {
        if (sent != null && decision.level().atLeast(Level.REQUEST)) {
            event.set("requestObject", shown(sent));
        }
        if (answer != null && decision.level().atLeast(Level.REQUEST_RESPONSE)) {
            event.set("responseObject", shown(answer));
        }
    }

    private JsonNode shown(JsonNode body) {
        if (!decision.omitManagedFields() || !(body instanceof ObjectNode object)) {
            return body;
        }
        ObjectNode copy = object.deepCopy();
        dropManagedFields(copy);
        copy.path("items").forEach(EventBuilder::dropManagedFields);
        return copy;
    }

    private static void dropManagedFields(JsonNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
    }
}
