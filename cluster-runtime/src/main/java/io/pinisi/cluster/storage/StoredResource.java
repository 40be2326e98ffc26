package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the storage has to know of a resource.
 *
 * @param under whose place in the store this is: the resource itself, unless it shows the objects
 *     of another one
 * @param fields reads the selectable fields besides name and namespace
 */
public record StoredResource(
        GroupResource resource,
        GroupResource under,
        boolean namespaced,
        Function<ObjectNode, Map<String, String>> fields,
        ValueCodec codec) {
    private static final String ROOT = "/registry/";

    public StoredResource(
            GroupResource resource,
            boolean namespaced,
            Function<ObjectNode, Map<String, String>> fields,
            ValueCodec codec) {
        this(resource, resource, namespaced, fields, codec);
    }

    /** {@code /registry/<group or core>/<resource>/}. */
    String prefix() {
        return prefix(under);
    }

    /** The objects of another resource, seen through a codec. */
    public StoredResource under(GroupResource other, ValueCodec through) {
        return new StoredResource(resource, other, namespaced, fields, through);
    }

    /** The same place, read with an eye for other fields. */
    StoredResource reading(Function<ObjectNode, Map<String, String>> others) {
        return new StoredResource(resource, under, namespaced, others, codec);
    }

    static String prefix(GroupResource resource) {
        String group = resource.group().isEmpty() ? "core" : resource.group();
        return ROOT + group + "/" + resource.resource() + "/";
    }

    String storageKey(ObjectKey key) {
        return prefix() + key;
    }

    /** The prefix of the resource that a storage key belongs to. */
    static String prefixOf(String storageKey) {
        int group = storageKey.indexOf('/', ROOT.length());
        int resource = group < 0 ? -1 : storageKey.indexOf('/', group + 1);
        return resource < 0 ? "" : storageKey.substring(0, resource + 1);
    }
}
