package io.pinisi.cluster.controllers.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.serviceaccount.DefaultAccountController;
import io.pinisi.cluster.controllers.serviceaccount.RootCertificatePublisher;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class NamespaceControllerTest {
    private static final ResourcePath A =
            ResourcePath.of(Resources.NAMESPACES, ObjectKey.cluster("a"));
    private final ControllerBench bench = new ControllerBench(InstantSource.system());

    @BeforeEach
    void begin() {
        bench.api().serve("v1", "configmaps", "ConfigMap", true);
        bench.api().serve("v1", "namespaces", "Namespace", false);
        bench.api().serve("apps/v1", "deployments", "Deployment", true);
        bench.start(
                NamespaceController::new,
                DefaultAccountController::new,
                environment -> new RootCertificatePublisher(environment, "PEM"));
        bench.create(
                Resources.NAMESPACES,
                "",
                "{'metadata': {'name': 'a'}, 'spec': {'finalizers': ['kubernetes']}}");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static ResourcePath map(String name) {
        return ResourcePath.of(Resources.CONFIG_MAPS, ObjectKey.of("a", name));
    }

    @Test
    void newNamespaceGetsItsAccountAndCertificate() {
        bench.await(
                "account",
                ResourcePath.of(Resources.SERVICE_ACCOUNTS, ObjectKey.of("a", "default")),
                account -> true);
        bench.await(
                "certificate",
                map("kube-root-ca.crt"),
                m -> m.at("/data/ca.crt").asString("").equals("PEM"));
    }

    @Test
    void deletedAccountAndTamperedCertificateComeBack() {
        ResourcePath account =
                ResourcePath.of(Resources.SERVICE_ACCOUNTS, ObjectKey.of("a", "default"));
        ObjectNode first = bench.await("account", account, a -> true);
        bench.client().delete(account, null);
        bench.await("again", account, a -> !a.equals(first));
        bench.await("certificate", map("kube-root-ca.crt"), m -> true);
        bench.patch(map("kube-root-ca.crt"), "{'data': {'ca.crt': 'forged', 'more': 'x'}}");
        bench.await(
                "put right",
                map("kube-root-ca.crt"),
                m -> m.path("data").equals(ControllerBench.tree("{'ca.crt': 'PEM'}")));
    }

    @Test
    void deletedNamespaceIsEmptiedFirst() {
        bench.create(Resources.CONFIG_MAPS, "a", "{'metadata': {'name': 'one'}}");
        bench.create(Resources.DEPLOYMENTS, "a", "{'metadata': {'name': 'web'}}");
        bench.client().delete(A, null);
        Await.until("gone", () -> bench.api().peek(A) == null);
        assertEquals(0, bench.all(Resources.CONFIG_MAPS).size());
        assertEquals(0, bench.all(Resources.DEPLOYMENTS).size());
    }

    @Test
    void whatRemainsStandsInTheConditions() {
        bench.create(
                Resources.CONFIG_MAPS,
                "a",
                "{'metadata': {'name': 'held', 'finalizers': ['example.com/hold']}}");
        bench.client().delete(A, null);
        ObjectNode namespace =
                bench.await(
                        "told",
                        A,
                        n -> Conditions.isTrue(n.path("status"), "NamespaceContentRemaining"));
        assertEquals("Terminating", namespace.at("/status/phase").asString());
        assertEquals(
                "Some content in the namespace has finalizers remaining: example.com/hold in 1"
                        + " resource instances",
                Conditions.find(namespace.path("status"), "NamespaceFinalizersRemaining")
                        .orElseThrow()
                        .path("message")
                        .asString());
        assertNotNull(bench.api().peek(A));
        bench.patch(map("held"), "{'metadata': {'finalizers': null}}");
        Await.until("gone", () -> bench.api().peek(A) == null);
    }
}
