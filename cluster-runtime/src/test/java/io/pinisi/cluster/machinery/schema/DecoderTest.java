package io.pinisi.cluster.machinery.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class DecoderTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();
    private final Decoder decoder = new Decoder(SCHEMAS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "spec: {replicas: three} | json: cannot unmarshal string into Go struct field"
                        + " DeploymentSpec.spec.replicas of type int32",
                "spec: {replicas: 1.5} | json: cannot unmarshal number 1.5 into Go struct field"
                        + " DeploymentSpec.spec.replicas of type int32",
                "spec: {replicas: 3000000000} | json: cannot unmarshal number 3000000000 into Go"
                        + " struct field DeploymentSpec.spec.replicas of type int32",
                "spec: [] | json: cannot unmarshal array into Go struct field Deployment.spec of"
                        + " type v1.DeploymentSpec",
                "spec: {paused: 1} | json: cannot unmarshal number into Go struct field"
                        + " DeploymentSpec.spec.paused of type bool",
                "spec: {template: {spec: {containers: {name: a}}}} | json: cannot unmarshal object"
                        + " into Go struct field PodSpec.spec.template.spec.containers of type"
                        + " []v1.Container",
                "spec: {template: {spec: {containers: [{env: [{name: A, value: 1}]}]}}} | json:"
                        + " cannot unmarshal number into Go struct field"
                        + " EnvVar.spec.template.spec.containers.env.value of type string",
                "spec: {template: {spec: {containers: [{command: [true]}]}}} | json: cannot"
                        + " unmarshal bool into Go struct field"
                        + " Container.spec.template.spec.containers.command of type string",
                "metadata: {labels: {a: 1}} | json: cannot unmarshal number into Go struct field"
                        + " ObjectMeta.metadata.labels of type string",
                "metadata: {labels: [a]} | json: cannot unmarshal array into Go struct field"
                        + " ObjectMeta.metadata.labels of type map[string]string",
                "metadata: {creationTimestamp: now} | parsing time \"now\" as"
                        + " \"2006-01-02T15:04:05Z07:00\": cannot parse \"now\" as \"2006\"",
                "spec: {template: {spec: {containers: [{resources: {limits: {cpu: lots}}}]}}} |"
                        + " quantities must match the regular expression"
                        + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
            })
    void namesTheFirstWrongValue(String part, String fault) {
        ObjectNode object = Yaml.parse("kind: Deployment\n" + part).getFirst();
        assertEquals(Optional.of(fault), decoder.decode(schema("apps/v1", "Deployment"), object));
    }

    @Test
    void emptyListsAndMapsAreDroppedAndEmptyObjectsStay() {
        ObjectNode pod =
                Yaml.parse(
                                """
                                metadata: {name: a, labels: {}, annotations: {}, finalizers: []}
                                spec:
                                  nodeSelector: {}
                                  securityContext: {}
                                  containers: []
                                  volumes:
                                  - {name: v, emptyDir: {}}
                                """)
                        .getFirst();
        assertEquals(Optional.empty(), decoder.decode(schema("v1", "Pod"), pod));
        assertEquals(
                """
                metadata:
                  name: a
                spec:
                  securityContext: {}
                  containers: []
                  volumes:
                  - name: v
                    emptyDir: {}
                """,
                Yaml.print(pod));
    }

    @Test
    void spellsValuesCanonically() {
        ObjectNode pod =
                Yaml.parse(
                                """
                                metadata: {creationTimestamp: "2026-11-22T11:00:00.5+01:00", deletionTimestamp: null}
                                spec:
                                  containers:
                                  - resources:
                                      limits: {cpu: 0.5, memory: 1024Mi, a: 2, b: "2000m"}
                                    livenessProbe: {httpGet: {port: http}}
                                """)
                        .getFirst();
        assertEquals(Optional.empty(), decoder.decode(schema("v1", "Pod"), pod));
        assertEquals(
                """
                metadata:
                  creationTimestamp: "2026-11-22T10:00:00Z"
                  deletionTimestamp: null
                spec:
                  containers:
                  - resources:
                      limits:
                        cpu: 500m
                        memory: 1Gi
                        a: "2"
                        b: "2"
                    livenessProbe:
                      httpGet:
                        port: http
                """,
                Yaml.print(pod));
    }

    @Test
    void timesOfLeasesKeepTheirMicroseconds() {
        ObjectNode lease =
                Yaml.parse("spec: {renewTime: \"2026-11-22T11:00:00.1234567+01:00\"}").getFirst();
        assertEquals(
                Optional.empty(), decoder.decode(schema("coordination.k8s.io/v1", "Lease"), lease));
        assertEquals("2026-11-22T10:00:00.123456Z", lease.at("/spec/renewTime").asString());
    }

    @ParameterizedTest
    @CsvSource({"YWJj,", "YQ==,", "Y Q,1", "abc!,3", "YWJ,0", "YWJjYQ,4"})
    void dataIsBase64(String data, Integer badByte) {
        ObjectNode secret = Yaml.parse("data: {k: \"" + data + "\"}").getFirst();
        Optional<String> fault =
                badByte == null
                        ? Optional.empty()
                        : Optional.of("illegal base64 data at input byte " + badByte);
        assertEquals(fault, decoder.decode(schema("v1", "Secret"), secret));
    }

    private static Schema schema(String apiVersion, String kind) {
        return SCHEMAS.find(GroupVersionKind.of(apiVersion, kind)).orElseThrow();
    }
}
