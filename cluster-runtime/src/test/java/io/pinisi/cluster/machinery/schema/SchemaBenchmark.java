package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.apply.FieldManager;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Prints what one pass over a 2 KB pod costs, warm. Run by hand. */
final class SchemaBenchmark {
    private static final int ROUNDS = 20_000;

    private SchemaBenchmark() {}

    public static void main(String[] arguments) {
        long start = cpuNanos();
        BuiltInSchemas schemas = BuiltInSchemas.load();
        print("load the built-in schemas, cold", cpuNanos() - start);
        Schema schema = schemas.find(GroupVersionKind.of("v1", "Pod")).orElseThrow();
        ObjectNode pod = Yaml.parse(pod()).getFirst();
        byte[] bytes = Json.bytes(pod);
        System.out.println("a pod of " + bytes.length + " bytes:");
        Defaulter defaulter = new Defaulter(schemas);
        UnknownFields unknown = new UnknownFields(schemas);
        ValueValidator validator = new ValueValidator(schemas);
        Decoder decoder = new Decoder(schemas);
        FieldManager fields = new FieldManager(schemas);
        ObjectNode complete = pod.deepCopy();
        defaulter.apply(schema, complete);
        Instant now = Instant.EPOCH;
        ObjectNode live = fields.update(schema, null, complete.deepCopy(), "a", "v1", "", now);
        measure("parse", () -> Json.parse(bytes).size());
        measure("copy", () -> pod.deepCopy().size());
        measure("copy + default", () -> defaulted(defaulter, schema, pod));
        measure("unknown fields", () -> unknown.prune(schema, complete).size());
        measure("decode", () -> decoder.decode(schema, complete).isPresent() ? 1 : 0);
        measure("validate", () -> validator.validate(schema, complete).size());
        measure(
                "own a create",
                () -> fields.update(schema, null, complete.deepCopy(), "a", "v1", "", now).size());
        measure(
                "apply again",
                () -> fields.apply(schema, live, pod, "b", "v1", "", true, now).size());
    }

    private static int defaulted(Defaulter defaulter, Schema schema, ObjectNode pod) {
        ObjectNode copy = pod.deepCopy();
        defaulter.apply(schema, copy);
        return copy.size();
    }

    /** Time of this thread alone, so that a busy machine does not blur the figures. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private interface Work {
        int run();
    }

    private static void measure(String name, Work work) {
        long best = Long.MAX_VALUE;
        int sum = 0;
        for (int pass = 0; pass < 3; pass++) {
            long start = cpuNanos();
            for (int i = 0; i < ROUNDS; i++) {
                sum += work.run();
            }
            best = Math.min(best, (cpuNanos() - start) / ROUNDS);
        }
        print(name + (sum == Integer.MIN_VALUE ? "!" : ""), best);
    }

    private static void print(String name, long nanos) {
        System.out.printf(Locale.ROOT, "%-34s %10.1f µs%n", name, nanos / 1000.0);
    }

    private static String pod() {
        StringBuilder yaml =
                new StringBuilder(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: web-6d4cf56db6-abcde
                          namespace: default
                          labels: {app: web, tier: front, pod-template-hash: 6d4cf56db6}
                          annotations: {example.org/note: "a note of some length, as people write them"}
                          ownerReferences:
                          - {apiVersion: apps/v1, kind: ReplicaSet, name: web-6d4cf56db6, uid: 0b1c2d3e-0000-4000-8000-000000000000, controller: true, blockOwnerDeletion: true}
                        spec:
                          nodeSelector: {kubernetes.io/os: linux}
                          tolerations:
                          - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                          - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                          volumes:
                          - {name: config, configMap: {name: web-config}}
                          - {name: data, emptyDir: {}}
                          containers:
                        """);
        for (String name : new String[] {"web", "sidecar"}) {
            yaml.append("  - name: ").append(name).append('\n');
            yaml.append(
                    """
                        image: registry.example.org/team/app:1.2.3
                        command: ["/bin/app", "--listen=:8080"]
                        ports: [{name: http, containerPort: 8080}]
                        env:
                        - {name: LOG_LEVEL, value: info}
                        - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                        - {name: PASSWORD, valueFrom: {secretKeyRef: {name: web, key: password}}}
                        resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 500m, memory: 128Mi}}
                        livenessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 5}
                        readinessProbe: {httpGet: {path: /ready, port: http}}
                        volumeMounts: [{name: config, mountPath: /etc/app}, {name: data, mountPath: /data}]
                    """);
        }
        return yaml.toString();
    }
}
