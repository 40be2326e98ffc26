package io.pinisi.cluster.apiserver.review;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.authz.Authorizer.Decision;
import io.pinisi.cluster.authz.RuleReport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the very authorizers that judge requests. */
final class AccessReviews {
    private static final String GROUP = "authorization.k8s.io";

    private final Authorizer authorizer;
    private final RuleReport rules;

    AccessReviews(Authorizer authorizer, RuleReport rules) {
        this.authorizer = authorizer;
        this.rules = rules;
    }

    /** May I? */
    void self(Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        judge("SelfSubjectAccessReview", body, call.user());
    }

    /** May they? */
    void subject(Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        judgeSubject("SubjectAccessReview", body);
    }

    /** May they, in this namespace? */
    void local(Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        String asked = body.path("spec").path("resourceAttributes").path("namespace").asString("");
        if (!asked.equals(namespace)) {
            throw invalid(
                    "LocalSubjectAccessReview",
                    FieldError.invalid(
                            "spec.resourceAttributes.namespace",
                            '"' + asked + '"',
                            "must match metadata.namespace"));
        }
        judgeSubject("LocalSubjectAccessReview", body);
    }

    /** What may I, in this namespace? */
    void selfRules(Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        String asked = body.path("spec").path("namespace").asString("");
        if (asked.isEmpty()) {
            throw ApiException.badRequest("no namespace on request");
        }
        body.set("status", rules.of(call.user(), asked));
    }

    private void judgeSubject(String kind, ObjectNode body) {
        UserInfo subject = UserInfoJson.subject(body.path("spec"));
        if (subject.name().isEmpty() && subject.groups().isEmpty()) {
            throw invalid(
                    kind,
                    FieldError.invalid(
                            "spec.user",
                            "\"\"",
                            "at least one of user or group must be specified"));
        }
        judge(kind, body, subject);
    }

    private void judge(String kind, ObjectNode body, UserInfo user) {
        JsonNode resource = Json.at(body, "spec", "resourceAttributes");
        JsonNode other = Json.at(body, "spec", "nonResourceAttributes");
        if ((resource == null) == (other == null)) {
            throw invalid(
                    kind,
                    FieldError.invalid(
                            "spec.resourceAttributes",
                            "null",
                            "exactly one of nonResourceAttributes or resourceAttributes must be"
                                    + " specified"));
        }
        Attributes attributes =
                resource != null ? ofResource(user, resource) : ofPath(user, body.path("spec"));
        ObjectNode status = body.putObject("status");
        switch (authorizer.authorize(attributes)) {
            case Decision.Allowed allowed ->
                    status.put("allowed", true).put("reason", allowed.reason());
            case Decision.Denied denied ->
                    status.put("allowed", false).put("denied", true).put("reason", denied.reason());
            case Decision.NoOpinion _ -> status.put("allowed", false);
            case Decision.Narrowed narrowed ->
                    status.put("allowed", false).put("reason", narrowed.reason());
        }
    }

    private static Attributes ofResource(UserInfo user, JsonNode resource) {
        return new Attributes(
                user,
                resource.path("verb").asString(""),
                resource.path("group").asString(""),
                resource.path("version").asString(""),
                resource.path("resource").asString(""),
                resource.path("subresource").asString(""),
                resource.path("namespace").asString(""),
                resource.path("name").asString(""),
                "");
    }

    private static Attributes ofPath(UserInfo user, JsonNode spec) {
        JsonNode asked = spec.path("nonResourceAttributes");
        return new Attributes(
                user,
                asked.path("verb").asString(""),
                "",
                "",
                "",
                "",
                "",
                "",
                asked.path("path").asString(""));
    }

    private static ApiException invalid(String kind, FieldError error) {
        return ApiException.invalid(GROUP, kind, "", List.of(error));
    }
}
