package io.pinisi.cluster.admission;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What admission judges.
 *
 * @param subresource empty for the resource itself
 * @param key the name may be empty while a generated one is to come
 * @param object the object as it is going to be; a mutating rule changes it in place; null for a
 *     deletion
 * @param oldObject null for a creation; not to be changed
 * @param act the request that this is a part of
 */
public record AdmissionRequest(
        Operation operation,
        GroupVersionResource resource,
        GroupVersionKind kind,
        String subresource,
        ObjectKey key,
        @Nullable ObjectNode object,
        @Nullable ObjectNode oldObject,
        UserInfo user,
        boolean dryRun,
        Act act,
        Consumer<String> warnings,
        AuditAnnotations annotations) {

    /** The verbs that admission knows. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    /** Whether this is the given operation on the resource itself, of that group and name. */
    public boolean is(Operation wanted, String group, String name) {
        return subresource.isEmpty() && isWithin(wanted, group, name);
    }

    /** Whether a pod that exists is to get other resources. */
    public boolean isResize() {
        return subresource.equals("resize") && isWithin(Operation.UPDATE, "", "pods");
    }

    private boolean isWithin(Operation wanted, String group, String name) {
        return operation == wanted
                && resource.resource().equals(name)
                && resource.group().equals(group);
    }
}
