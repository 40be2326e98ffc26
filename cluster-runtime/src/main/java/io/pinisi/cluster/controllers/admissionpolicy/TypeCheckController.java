package io.pinisi.cluster.controllers.admissionpolicy;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks each policy once for each generation of it. */
public final class TypeCheckController implements ClusterController {
    private static final String ACCOUNT = "validatingadmissionpolicy-status-controller";
    private static final GroupVersionResource POLICIES =
            GroupVersionResource.of(
                    "admissionregistration.k8s.io/v1", "validatingadmissionpolicies");

    /** Of a policy that names more types, the first are checked. */
    private static final int MOST_TYPES = 10;

    private final ApiClient client;
    private final Lister policies;
    private final Controller<String> controller;

    public TypeCheckController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        Informer informer = environment.informers().of(POLICIES);
        this.policies = informer.lister();
        informer.addHandler(change -> controller.queue().add(Metadata.of(change.object()).name()));
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile(String name) {
        ObjectNode policy = policies.find(ObjectKey.cluster(name)).orElse(null);
        if (policy == null || isChecked(policy)) {
            return Outcome.SETTLED;
        }
        try {
            client.apply(
                    ResourcePath.all(POLICIES).named(name).sub("status"),
                    status(policy),
                    WriteOptions.by("validatingadmissionpolicy-status").forced());
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }

    private static boolean isChecked(ObjectNode policy) {
        return policy.path("status").path("observedGeneration").asLong(0)
                >= Metadata.of(policy).generation();
    }

    private ObjectNode status(ObjectNode policy) {
        ServedTypes served = new ServedTypes(client);
        TypeCheck check = new TypeCheck(types(policy, served), parameter(policy, served));
        ObjectNode applied =
                Json.object()
                        .put("apiVersion", "admissionregistration.k8s.io/v1")
                        .put("kind", "ValidatingAdmissionPolicy");
        applied.putObject("metadata").put("name", Metadata.of(policy).name());
        ObjectNode status = applied.putObject("status");
        status.put("observedGeneration", Metadata.of(policy).generation());
        ObjectNode checking = status.putObject("typeChecking");
        JsonNode warnings = check.warnings(policy);
        if (!warnings.isEmpty()) {
            checking.set("expressionWarnings", warnings);
        }
        return applied;
    }

    /** The types that a policy names in full; those behind stars could be any. */
    private static Map<GroupVersionKind, JsonNode> types(ObjectNode policy, ServedTypes served) {
        Map<GroupVersionKind, JsonNode> types = new LinkedHashMap<>();
        for (JsonNode rule : policy.path("spec").path("matchConstraints").path("resourceRules")) {
            for (GroupVersionResource resource : named(rule)) {
                if (types.size() >= MOST_TYPES) {
                    return types;
                }
                served.kindOf(resource.group(), resource.version(), resource.resource())
                        .ifPresent(
                                kind ->
                                        served.schemaOf(kind)
                                                .ifPresent(schema -> types.put(kind, schema)));
            }
        }
        return types;
    }

    private static Set<GroupVersionResource> named(JsonNode rule) {
        Set<GroupVersionResource> named = new LinkedHashSet<>();
        for (JsonNode group : rule.path("apiGroups")) {
            for (JsonNode version : rule.path("apiVersions")) {
                for (JsonNode resource : rule.path("resources")) {
                    String all = group.asString("") + version.asString("") + resource.asString("");
                    if (!all.contains("*") && !resource.asString("").contains("/")) {
                        named.add(
                                new GroupVersionResource(
                                        group.asString(""),
                                        version.asString(""),
                                        resource.asString("")));
                    }
                }
            }
        }
        return named;
    }

    private static @Nullable JsonNode parameter(ObjectNode policy, ServedTypes served) {
        JsonNode kind = policy.path("spec").path("paramKind");
        if (!kind.isObject()) {
            return null;
        }
        String apiVersion = kind.path("apiVersion").asString("");
        return served.schemaOf(GroupVersionKind.of(apiVersion, kind.path("kind").asString("")))
                .orElse(null);
    }
}
