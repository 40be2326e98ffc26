package io.pinisi.cluster.apiserver.verb;

import io.pinisi.cluster.admission.Act;
import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Call;
import io.pinisi.cluster.registry.Call.FieldValidation;
import io.pinisi.cluster.registry.DeleteOptions;
import io.pinisi.cluster.registry.DeleteOptions.Propagation;
import io.pinisi.cluster.registry.ListQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and checks the query parameters that the verbs share. */
final class Parameters {
    private static final int MANAGER_LIMIT = 128;

    private Parameters() {}

    static Call call(ApiRequest request, String optionsKind) {
        Query query = request.query();
        RequestContext context = RequestContext.current();
        UserInfo impersonator = context.impersonator();
        return new Call(
                context.user(),
                context.requestId(),
                request.source(),
                request.channel(),
                request.header("user-agent"),
                impersonator == null ? "" : impersonator.name(),
                fieldManager(request, optionsKind),
                dryRun(query.all("dryRun"), optionsKind),
                fieldValidation(query.first("fieldValidation"), optionsKind),
                query.flag("force"),
                new Act(
                        context.info().verb(),
                        context.requestId(),
                        impersonator == null ? "" : impersonator.name()),
                context::warn);
    }

    static Call asDryRun(Call call) {
        return new Call(
                call.user(),
                call.requestId(),
                call.source(),
                call.channel(),
                call.userAgent(),
                call.impersonator(),
                call.fieldManager(),
                true,
                call.fieldValidation(),
                call.force(),
                call.act(),
                call.warnings());
    }

    static ListQuery list(ApiRequest request, Target target) {
        Query query = request.query();
        String fields = query.first("fieldSelector");
        String last = target.request().resource().resource();
        if (target.request().name() != null && !request.path().endsWith("/" + last)) {
            String name = "metadata.name=" + target.request().name();
            fields = fields.isEmpty() ? name : fields + "," + name;
        }
        return new ListQuery(
                target.namespace(),
                query.first("labelSelector"),
                fields,
                query.number("limit", 0),
                query.first("continue"),
                query.first("resourceVersion"),
                query.first("resourceVersionMatch"));
    }

    private static String fieldManager(ApiRequest request, String optionsKind) {
        String manager = request.query().first("fieldManager");
        if (manager.length() > MANAGER_LIMIT) {
            throw invalid(
                    optionsKind,
                    new FieldError(
                            "fieldManager",
                            FieldError.Type.TOO_LONG,
                            null,
                            "may not be more than 128 bytes"));
        }
        if (!manager.isEmpty()) {
            return manager;
        }
        String agent = request.header("user-agent");
        int slash = agent.indexOf('/');
        String prefix = slash < 0 ? agent : agent.substring(0, slash);
        if (prefix.isEmpty()) {
            return "unknown";
        }
        return prefix.length() > MANAGER_LIMIT ? prefix.substring(0, MANAGER_LIMIT) : prefix;
    }

    static boolean dryRun(List<String> values, String optionsKind) {
        for (String value : values) {
            if (!value.equals("All")) {
                throw invalid(
                        optionsKind,
                        FieldError.notSupported("dryRun", quoted(value), List.of("All")));
            }
        }
        return !values.isEmpty();
    }

    private static FieldValidation fieldValidation(String value, String optionsKind) {
        return switch (value) {
            case "", "Warn" -> FieldValidation.WARN;
            case "Strict" -> FieldValidation.STRICT;
            case "Ignore" -> FieldValidation.IGNORE;
            default ->
                    throw invalid(
                            optionsKind,
                            FieldError.notSupported(
                                    "fieldValidation",
                                    quoted(value),
                                    List.of("Ignore", "Strict", "Warn")));
        };
    }

    /** From the body where there is one, else from the query. */
    static DeleteOptions deleteOptions(ApiRequest request, @Nullable ObjectNode body) {
        if (body != null) {
            JsonNode preconditions = body.path("preconditions");
            return new DeleteOptions(
                    grace(body.path("gracePeriodSeconds")),
                    Json.text(preconditions, "uid"),
                    Json.text(preconditions, "resourceVersion"),
                    propagation(
                            body.path("propagationPolicy").asString(""),
                            body.path("orphanDependents").isBoolean()
                                    ? body.path("orphanDependents").asBoolean()
                                    : null));
        }
        Query query = request.query();
        int grace = query.number("gracePeriodSeconds", -1);
        return new DeleteOptions(
                grace < 0 ? null : Long.valueOf(grace),
                null,
                null,
                propagation(
                        query.first("propagationPolicy"),
                        query.has("orphanDependents") ? query.flag("orphanDependents") : null));
    }

    static boolean dryRunInBody(@Nullable ObjectNode body) {
        if (body == null) {
            return false;
        }
        List<String> values = new java.util.ArrayList<>();
        body.path("dryRun").forEach(v -> values.add(v.asString("")));
        return dryRun(values, "DeleteOptions");
    }

    private static @Nullable Long grace(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            throw ApiException.badRequest("gracePeriodSeconds must be a whole number");
        }
        return node.longValue();
    }

    private static Propagation propagation(String policy, @Nullable Boolean orphanDependents) {
        return switch (policy) {
            case "" ->
                    orphanDependents == null
                            ? Propagation.DEFAULT
                            : orphanDependents ? Propagation.ORPHAN : Propagation.BACKGROUND;
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default ->
                    throw invalid(
                            "DeleteOptions",
                            FieldError.notSupported(
                                    "propagationPolicy",
                                    quoted(policy),
                                    List.of("Foreground", "Background", "Orphan")));
        };
    }

    static ApiException invalid(String optionsKind, FieldError error) {
        return ApiException.invalid("meta.k8s.io", optionsKind, "", List.of(error));
    }

    private static String quoted(String value) {
        return '"' + value + '"';
    }
}
