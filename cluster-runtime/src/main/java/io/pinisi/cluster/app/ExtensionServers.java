package io.pinisi.cluster.app;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.storage.Concurrently;
import java.security.cert.X509Certificate;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What servers of further groups read to recognise the callers that we name to them. */
final class ExtensionServers {
    private static final String NAME = "extension-apiserver-authentication";
    private static final String NAMESPACE = "kube-system";
    private static final String READER = NAME + "-reader";
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final WriteOptions OURS = WriteOptions.by("kube-apiserver").forced();

    private ExtensionServers() {}

    /**
     * @param frontProxy signs the certificate that we show them
     */
    static void ensure(ApiClient client, Pki pki, X509Certificate frontProxy) {
        Concurrently.run(
                List.of(
                        () -> apply(client, "v1", "configmaps", NAME, map(pki, frontProxy)),
                        () -> apply(client, RBAC + "/v1", "roles", READER, role())));
    }

    private static void apply(
            ApiClient client, String apiVersion, String resource, String name, ObjectNode object) {
        client.apply(
                ResourcePath.all(GroupVersionResource.of(apiVersion, resource))
                        .in(NAMESPACE)
                        .named(name),
                object,
                OURS);
    }

    private static ObjectNode map(Pki pki, X509Certificate frontProxy) {
        ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE);
        map.putObject("data")
                .put("client-ca-file", Pem.of(pki.authorityCertificate()))
                .put("requestheader-allowed-names", "[\"" + Pki.FRONT_PROXY + "\"]")
                .put("requestheader-client-ca-file", Pem.of(frontProxy))
                .put("requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]")
                .put("requestheader-group-headers", "[\"X-Remote-Group\"]")
                .put("requestheader-username-headers", "[\"X-Remote-User\"]");
        return map;
    }

    private static ObjectNode role() {
        ObjectNode role = Json.object().put("apiVersion", RBAC + "/v1").put("kind", "Role");
        ObjectNode metadata = role.putObject("metadata");
        metadata.put("name", READER).put("namespace", NAMESPACE);
        metadata.putObject("annotations")
                .put("rbac.authorization.kubernetes.io/autoupdate", "true");
        metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        ObjectNode rule = role.putArray("rules").addObject();
        rule.putArray("apiGroups").add("");
        rule.putArray("resourceNames").add(NAME);
        rule.putArray("resources").add("configmaps");
        rule.putArray("verbs").add("get").add("list").add("watch");
        return role;
    }
}
