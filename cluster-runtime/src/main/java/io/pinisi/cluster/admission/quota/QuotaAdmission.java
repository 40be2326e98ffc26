package io.pinisi.cluster.admission.quota;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.usage.PodUsage;
import io.pinisi.cluster.machinery.usage.QuotaScopes;
import io.pinisi.cluster.machinery.usage.QuotaUsage;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.cluster.storage.ApiObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lets in what every quota of the namespace has room for. */
public final class QuotaAdmission implements ValidatingPlugin {
    private static final int ATTEMPTS = 16;
    private static final GroupResource PODS = new GroupResource("", "pods");

    /** What a quota can demand of containers to say. */
    private static final Set<String> DEMANDED =
            Set.of(
                    "cpu",
                    "memory",
                    "requests.cpu",
                    "requests.memory",
                    "limits.cpu",
                    "limits.memory");

    private static final Set<GroupResource> GROWING =
            Set.of(
                    PODS,
                    new GroupResource("", "services"),
                    new GroupResource("", "persistentvolumeclaims"));

    private final QuotaBook book;

    public QuotaAdmission(QuotaBook book) {
        this.book = book;
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        String namespace = request.key().namespace();
        GroupResource resource = request.resource().groupResource();
        boolean whole = request.subresource().isEmpty() || request.isResize();
        if (object == null || namespace == null || !whole) {
            return;
        }
        ObjectNode old = request.oldObject();
        boolean counts =
                request.operation() == Operation.CREATE
                        || (request.operation() == Operation.UPDATE
                                && old != null
                                && GROWING.contains(resource));
        if (!counts || Metadata.of(object).isDeleting() || book.quotas(namespace).isEmpty()) {
            return;
        }
        Usage before = old == null ? Usage.NONE : QuotaUsage.of(resource, old);
        Usage wanted = QuotaUsage.of(resource, object).beyond(before);
        Set<ObjectKey> done = new HashSet<>();
        for (int attempt = 1; !book(request, namespace, object, wanted, done); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new ApiException(
                        Reason.CONFLICT, "quotas of " + namespace + " are booked on too often");
            }
        }
    }

    /** False where a quota changed meanwhile. */
    private boolean book(
            AdmissionRequest request,
            String namespace,
            ObjectNode object,
            Usage wanted,
            Set<ObjectKey> done) {
        List<ApiObject> quotas =
                book.quotas(namespace).stream().filter(q -> !done.contains(q.key())).toList();
        for (ApiObject quota : quotas) {
            check(request, quota, object, wanted);
        }
        if (request.dryRun()) {
            return true;
        }
        for (ApiObject quota : quotas) {
            ObjectNode tree = quota.tree();
            if (QuotaScopes.covers(tree, request.resource().groupResource(), object)) {
                Usage relevant = wanted.only(hard(tree).amounts().keySet());
                if (!relevant.isEmpty() && !book.write(quota, booked(tree, relevant))) {
                    return false;
                }
                done.add(quota.key());
            }
        }
        return true;
    }

    private static Usage hard(ObjectNode quota) {
        return Usage.of(quota.path("status").get("hard"));
    }

    private static ObjectNode booked(ObjectNode quota, Usage more) {
        ObjectNode status = (ObjectNode) quota.path("status");
        status.set("used", Usage.of(status.get("used")).plus(more).toJson());
        return quota;
    }

    private static void check(
            AdmissionRequest request, ApiObject quota, ObjectNode object, Usage wanted) {
        ObjectNode tree = quota.tree();
        GroupResource resource = request.resource().groupResource();
        if (!QuotaScopes.covers(tree, resource, object)) {
            return;
        }
        Usage hard = hard(tree);
        String name = quota.key().name();
        if (resource.equals(PODS)
                && request.operation() == Operation.CREATE
                && !PodUsage.isOver(object)) {
            demand(request, name, hard, object.path("spec"));
        }
        Usage relevant = wanted.only(hard.amounts().keySet());
        Usage used = Usage.of(tree.path("status").get("used"));
        Set<String> unknown = new TreeSet<>(relevant.amounts().keySet());
        unknown.removeAll(used.amounts().keySet());
        if (!unknown.isEmpty()) {
            throw refusal(
                    request,
                    "status unknown for quota: "
                            + name
                            + ", resources: "
                            + String.join(",", unknown));
        }
        Usage after = used.plus(relevant);
        Set<String> exceeded = new TreeSet<>();
        relevant.amounts()
                .keySet()
                .forEach(
                        key -> {
                            if (after.get(key).compareTo(hard.get(key)) > 0) {
                                exceeded.add(key);
                            }
                        });
        if (!exceeded.isEmpty()) {
            throw refusal(
                    request,
                    "exceeded quota: "
                            + name
                            + ", requested: "
                            + relevant.only(exceeded)
                            + ", used: "
                            + used.only(exceeded)
                            + ", limited: "
                            + hard.only(exceeded));
        }
    }

    /** Where CPU or memory is limited, every container has to say what it needs. */
    private static void demand(AdmissionRequest request, String quota, Usage hard, JsonNode spec) {
        TreeMap<String, TreeSet<String>> missing = new TreeMap<>();
        for (String name : hard.amounts().keySet()) {
            if (!DEMANDED.contains(name)) {
                continue;
            }
            String field = name.startsWith("limits.") ? "limits" : "requests";
            String resource = name.substring(name.indexOf('.') + 1);
            for (JsonNode container : PodUsage.containers(spec)) {
                if (!container.path("resources").path(field).has(resource)) {
                    missing.computeIfAbsent(name, _ -> new TreeSet<>())
                            .add(container.path("name").asString(""));
                }
            }
        }
        if (!missing.isEmpty()) {
            StringBuilder text = new StringBuilder();
            missing.forEach(
                    (name, containers) ->
                            text.append(text.isEmpty() ? "" : "; ")
                                    .append(name)
                                    .append(" for: ")
                                    .append(String.join(",", containers)));
            throw refusal(request, "failed quota: " + quota + ": must specify " + text);
        }
    }

    private static ApiException refusal(AdmissionRequest request, String why) {
        return ApiException.forbidden(
                request.resource().groupResource(), request.key().name(), why);
    }
}
