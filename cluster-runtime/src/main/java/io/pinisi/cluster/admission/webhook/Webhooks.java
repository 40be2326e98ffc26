package io.pinisi.cluster.admission.webhook;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.Change;
import io.pinisi.cluster.admission.ConfiguredChanges;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.admission.match.MatchConditions;
import io.pinisi.cluster.admission.match.RequestMatch;
import io.pinisi.cluster.admission.match.RequestValues;
import io.pinisi.cluster.admission.match.Rules;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Permissions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.patch.Patches;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The webhooks that administrators configured. */
public final class Webhooks {
    private static final String GROUP = "admissionregistration.k8s.io";
    private static final GroupResource MUTATING =
            new GroupResource(GROUP, "mutatingwebhookconfigurations");
    private static final GroupResource VALIDATING =
            new GroupResource(GROUP, "validatingwebhookconfigurations");
    private static final int USUAL_SECONDS = 10;

    private final ObjectLookup objects;
    private final WebhookCaller caller;
    private final Function<UserInfo, Permissions> permissions;
    private final RequestMatch match;
    private final WebhookTargets targets;
    private final Rules rules = new Rules(RequestValues.OF_WEBHOOKS);

    public Webhooks(
            ObjectLookup objects,
            WebhookCaller caller,
            Function<UserInfo, Permissions> permissions) {
        this.objects = objects;
        this.caller = caller;
        this.permissions = permissions;
        this.match = new RequestMatch(objects);
        this.targets = new WebhookTargets(objects);
    }

    /** Those that may change the object. */
    public ConfiguredChanges.Source changes() {
        return request ->
                webhooks(MUTATING, request).stream().map(w -> new Asked(this, w)).toList();
    }

    private record Asked(Webhooks webhooks, JsonNode webhook) implements Change {
        @Override
        public boolean apply(AdmissionRequest request) {
            return webhooks.review(webhook, request);
        }

        @Override
        public boolean wantsToSeeAgain() {
            return webhook.path("reinvocationPolicy").asString("").equals("IfNeeded");
        }
    }

    public ValidatingPlugin validating() {
        return request -> webhooks(VALIDATING, request).forEach(w -> review(w, request));
    }

    private List<JsonNode> webhooks(GroupResource sort, AdmissionRequest request) {
        if (RequestMatch.isExempt(request)) {
            return List.of();
        }
        List<JsonNode> chosen = new ArrayList<>();
        objects.all(sort, null).stream()
                .sorted(Comparator.comparing(configuration -> configuration.key().name()))
                .map(ApiObject::tree)
                .forEach(
                        configuration -> {
                            for (JsonNode webhook : configuration.path("webhooks")) {
                                if (RequestMatch.names(webhook.path("rules"), request)
                                        && match.selects(webhook, request)) {
                                    chosen.add(webhook);
                                }
                            }
                        });
        return chosen;
    }

    /** Returns whether the object is another one now. */
    private boolean review(JsonNode webhook, AdmissionRequest request) {
        String name = webhook.path("name").asString("");
        boolean ignore = webhook.path("failurePolicy").asString("Fail").equals("Ignore");
        try {
            return isWanted(webhook, request) && ask(webhook, name, request);
        } catch (IOException
                | ExpressionException
                | JacksonException
                | IllegalArgumentException e) {
            if (ignore) {
                request.warnings()
                        .accept("failed calling webhook \"" + name + "\": " + e.getMessage());
                return false;
            }
            throw new ApiException(
                    Reason.INTERNAL_ERROR,
                    "Internal error occurred: failed calling webhook \""
                            + name
                            + "\": failed to call webhook: "
                            + e.getMessage());
        }
    }

    private boolean isWanted(JsonNode webhook, AdmissionRequest request)
            throws ExpressionException {
        JsonNode conditions = webhook.path("matchConditions");
        if (conditions.isEmpty()) {
            return true;
        }
        Map<String, Object> values = RequestValues.of(request, null, permissions);
        return new MatchConditions(rules).hold(conditions, values);
    }

    private boolean ask(JsonNode webhook, String name, AdmissionRequest request)
            throws IOException {
        AdmissionReview review = AdmissionReview.of(request, version(webhook));
        Duration timeout = Duration.ofSeconds(webhook.path("timeoutSeconds").asInt(USUAL_SECONDS));
        byte[] bytes =
                caller.call(
                        targets.of(webhook.path("clientConfig")),
                        Json.bytes(review.document()),
                        timeout);
        JsonNode response = review.response(Json.parse(bytes));
        response.path("warnings").forEach(w -> request.warnings().accept(w.asString("")));
        for (Map.Entry<String, JsonNode> noted : response.path("auditAnnotations").properties()) {
            String key = name + "/" + noted.getKey();
            request.annotations().add(key, noted.getValue().asString(""));
        }
        if (!response.path("allowed").asBoolean(false)) {
            throw denial(name, response.path("status"));
        }
        return response.has("patch") && patch(request, response);
    }

    private static String version(JsonNode webhook) {
        for (JsonNode version : webhook.path("admissionReviewVersions")) {
            if (List.of("v1", "v1beta1").contains(version.asString(""))) {
                return version.asString("");
            }
        }
        return "v1";
    }

    private static boolean patch(AdmissionRequest request, JsonNode response) throws IOException {
        ObjectNode object = request.object();
        if (object == null || !response.path("patchType").asString("").equals("JSONPatch")) {
            throw new IOException("a patch of this type cannot be applied");
        }
        JsonNode patch =
                Json.mapper()
                        .readTree(Base64.getDecoder().decode(response.path("patch").asString("")));
        ObjectNode patched = Patches.json(object, patch);
        boolean changed = !patched.equals(object);
        object.removeAll();
        object.setAll(patched);
        return changed;
    }

    private static ApiException denial(String name, JsonNode status) {
        String message = status.path("message").asString("");
        String reason = status.path("reason").asString("");
        String text =
                !message.isEmpty()
                        ? "denied the request: " + message
                        : reason.isEmpty()
                                ? "denied the request without explanation"
                                : "denied the request: " + reason;
        int code = status.path("code").asInt(Reason.FORBIDDEN.code());
        Reason why =
                Arrays.stream(Reason.values())
                        .filter(r -> reason.isEmpty() ? r.code() == code : r.text().equals(reason))
                        .findFirst()
                        .orElse(Reason.FORBIDDEN);
        return new ApiException(why, "admission webhook \"" + name + "\" " + text);
    }
}
