package io.pinisi.federation.propagation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a namespace in a member when the first object needs it there, and in no other member: a
 * tenant's namespaces are nobody's business where the tenant has nothing.
 */
public final class MemberNamespaces {
    private static final GroupVersionKind KIND = GroupVersionKind.of("v1", "Namespace");
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private final ApiClient member;
    private final Templates templates;

    public MemberNamespaces(ApiClient member, Templates templates) {
        this.member = member;
        this.templates = templates;
    }

    /**
     * @return whether it is there now, made by us or by another worker meanwhile
     */
    public boolean create(@Nullable String name, WriteOptions options) {
        if (name == null) {
            return false;
        }
        ResourcePath all = ResourcePath.all(GroupVersionResource.of("v1", "namespaces"));
        if (member.find(all.named(name)).isPresent()) {
            return true;
        }
        try {
            member.create(all, namespace(name), options);
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
        }
        return true;
    }

    /** Whether the template is a namespace in which something runs, whoever put it there. */
    boolean isInUse(Template template) {
        return template.kind().equals(KIND)
                && !member.list(
                                ResourcePath.all(GroupVersionResource.of("v1", "pods"))
                                        .in(template.key().name()),
                                ListOptions.ALL.page(1, ""))
                        .items()
                        .isEmpty();
    }

    /** With the hub's labels and annotations, for policies in the member go by them. */
    private ObjectNode namespace(String name) {
        ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
        ObjectNode metadata = namespace.putObject("metadata").put("name", name);
        templates
                .ask(new Template(KIND, ObjectKey.cluster(name)))
                .map(Metadata::of)
                .ifPresent(
                        hub -> {
                            copy(hub.labels(), metadata.putObject("labels"));
                            copy(hub.annotations(), metadata.putObject("annotations"));
                        });
        return namespace;
    }

    private static void copy(Map<String, String> from, ObjectNode to) {
        from.forEach(
                (key, value) -> {
                    if (!key.equals(NAME_LABEL) && !key.startsWith("kubectl.kubernetes.io/")) {
                        to.put(key, value);
                    }
                });
    }
}
