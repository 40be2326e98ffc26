package io.pinisi.federation.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DependenciesTest {

    @Test
    void everythingThatPodsNameFollows() {
        assertEquals(
                Set.of(
                        "ServiceAccount shop/runner",
                        "Secret shop/pull",
                        "ConfigMap shop/from",
                        "Secret shop/env",
                        "ConfigMap shop/init",
                        "ConfigMap shop/mounted",
                        "Secret shop/vault",
                        "PersistentVolumeClaim shop/data",
                        "ConfigMap shop/part",
                        "Secret shop/part"),
                of(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {namespace: shop, name: web}
                        spec:
                          template:
                            spec:
                              serviceAccountName: runner
                              imagePullSecrets: [{name: pull}]
                              initContainers:
                              - env: [{name: A, valueFrom: {configMapKeyRef: {name: init, key: a}}}]
                              containers:
                              - envFrom: [{configMapRef: {name: from}}]
                                env: [{name: B, valueFrom: {secretKeyRef: {name: env, key: b}}}]
                              volumes:
                              - {name: a, configMap: {name: mounted}}
                              - {name: b, secret: {secretName: vault}}
                              - {name: c, persistentVolumeClaim: {claimName: data}}
                              - name: d
                                projected:
                                  sources: [{configMap: {name: part}}, {secret: {name: part}}]
                        """));
    }

    @Test
    void theDefaultServiceAccountIsEveryNamespacesOwn() {
        assertEquals(
                Set.of(),
                of(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata: {namespace: shop, name: web}
                        spec: {serviceAccountName: default, containers: [{name: a}]}
                        """));
    }

    @Test
    void aStatefulSetMakesItsOwnClaims() {
        assertEquals(
                Set.of("PersistentVolumeClaim shop/shared"),
                of(
                        """
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {namespace: shop, name: db}
                        spec:
                          volumeClaimTemplates: [{metadata: {name: data}}]
                          template:
                            spec:
                              containers: [{name: a}]
                              volumes:
                              - {name: a, persistentVolumeClaim: {claimName: data}}
                              - {name: b, persistentVolumeClaim: {claimName: shared}}
                        """));
    }

    @Test
    void anIngressNeedsItsCertificates() {
        assertEquals(
                Set.of("Secret shop/cert"),
                of(
                        """
                        apiVersion: networking.k8s.io/v1
                        kind: Ingress
                        metadata: {namespace: shop, name: web}
                        spec: {tls: [{hosts: [a.b], secretName: cert}]}
                        """));
    }

    @Test
    void objectsWithoutPodsNeedNothing() {
        assertEquals(
                Set.of(),
                of("{apiVersion: v1, kind: Service, metadata: {namespace: shop, name: web}}"));
    }

    private static Set<String> of(String yaml) {
        return Dependencies.of(Objects.yaml(yaml)).stream()
                .map(Template::toString)
                .collect(Collectors.toSet());
    }
}
