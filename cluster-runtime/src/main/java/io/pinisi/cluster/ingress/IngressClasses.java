package io.pinisi.cluster.ingress;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import tools.jackson.databind.node.ObjectNode;

/** Which ingresses are ours. */
public final class IngressClasses {
    /** What classes say that are ours. */
    public static final String CONTROLLER = "pinisi.io/ingress";

    /** Our class, and what the old annotation says. */
    public static final String NAME = "pinisi";

    static final GroupVersionResource RESOURCE =
            GroupVersionResource.of("networking.k8s.io/v1", "ingressclasses");
    private static final String ANNOTATION = "kubernetes.io/ingress.class";

    private final Lister classes;

    IngressClasses(Lister classes) {
        this.classes = classes;
    }

    boolean isOurs(ObjectNode ingress) {
        String name = Json.text(ingress, "spec", "ingressClassName");
        if (name != null) {
            return classes.find(ObjectKey.cluster(name))
                    .map(found -> Json.text(found, "spec", "controller"))
                    .filter(CONTROLLER::equals)
                    .isPresent();
        }
        return NAME.equals(Metadata.of(ingress).annotation(ANNOTATION));
    }

    /** Makes our class, as the default one, where there is none of its name. */
    public static void ensure(ApiClient client) {
        ResourcePath all = ResourcePath.all(RESOURCE);
        if (client.find(all.named(NAME)).isPresent()) {
            return;
        }
        ObjectNode wanted = Json.object().put("apiVersion", "networking.k8s.io/v1");
        wanted.put("kind", "IngressClass")
                .putObject("metadata")
                .put("name", NAME)
                .putObject("annotations")
                .put("ingressclass.kubernetes.io/is-default-class", "true");
        wanted.putObject("spec").put("controller", CONTROLLER);
        client.create(all, wanted, WriteOptions.PLAIN);
    }
}
