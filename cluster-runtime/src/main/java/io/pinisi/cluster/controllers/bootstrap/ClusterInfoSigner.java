package io.pinisi.cluster.controllers.bootstrap;

import io.pinisi.cluster.authn.bootstrap.BootstrapSecret;
import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
import io.pinisi.cluster.authn.bootstrap.TokenSignature;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps in {@code kube-public/cluster-info} one signature for each token that is for signing, so
 * that its holder can trust the authority that the document names.
 */
public final class ClusterInfoSigner implements ClusterController {
    public static final String NAMESPACE = "kube-public";
    public static final String NAME = "cluster-info";

    /** The entry that is signed. */
    public static final String KUBECONFIG = "kubeconfig";

    /** Signatures stand under this and the id of their token. */
    public static final String SIGNATURE = "jws-kubeconfig-";

    private static final String ACCOUNT = "bootstrap-signer";
    private static final ResourcePath CONFIG_MAPS =
            ResourcePath.all(GroupVersionResource.of("v1", "configmaps")).in(NAMESPACE);

    private final ApiClient client;
    private final InstantSource clock;
    private final Informer secrets;
    private final Informer documents;
    private final Controller<String> controller;

    public ClusterInfoSigner(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.secrets = TokenSecrets.informer(client);
        this.documents =
                new Informer(
                        client,
                        CONFIG_MAPS,
                        ListOptions.ALL.fields("metadata.name=" + NAME),
                        InformerLimits.STANDARD);
        this.controller = Controller.of(ACCOUNT, clock, _ -> reconcile(), 1);
        secrets.addHandler(_ -> controller.queue().add(NAME));
        documents.addHandler(_ -> controller.queue().add(NAME));
    }

    @Override
    public void start() {
        secrets.start();
        documents.start();
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
        secrets.close();
        documents.close();
    }

    private Outcome reconcile() {
        if (!secrets.hasSynced()) {
            return Outcome.revisit(Duration.ofMillis(100));
        }
        Instant now = clock.instant();
        List<BootstrapSecret> signers =
                secrets.lister().list().stream()
                        .map(BootstrapSecret::new)
                        .filter(secret -> secret.is(BootstrapSecret.Usage.SIGNING))
                        .filter(secret -> secret.isValid(now))
                        .toList();
        client.find(CONFIG_MAPS.named(NAME)).ifPresent(document -> sign(document, signers));
        return signers.stream()
                .flatMap(secret -> secret.expiry().stream())
                .min(Instant::compareTo)
                .map(end -> Outcome.revisit(Duration.between(now, end)))
                .orElse(Outcome.SETTLED);
    }

    private void sign(ObjectNode document, List<BootstrapSecret> signers) {
        JsonNode present = document.path("data");
        String text = present.path(KUBECONFIG).asString("");
        ObjectNode wanted = Json.object();
        for (var entry : present.properties()) {
            if (!entry.getKey().startsWith(SIGNATURE)) {
                wanted.set(entry.getKey(), entry.getValue());
            }
        }
        if (!text.isEmpty()) {
            signers.stream()
                    .map(BootstrapSecret::token)
                    .flatMap(Optional::stream)
                    .forEach(token -> put(wanted, token, text));
        }
        if (!wanted.equals(present)) {
            document.set("data", wanted);
            client.update(CONFIG_MAPS.named(NAME), document, WriteOptions.PLAIN);
        }
    }

    private static void put(ObjectNode data, BootstrapToken token, String text) {
        data.put(SIGNATURE + token.id(), TokenSignature.of(token, text));
    }
}
