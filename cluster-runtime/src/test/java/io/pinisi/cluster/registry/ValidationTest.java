package io.pinisi.cluster.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad objects and the sentences that they are refused with. */
class ValidationTest {
    private static final RegistryFixture registry = new RegistryFixture();

    @BeforeAll
    static void account() {
        registry.create("v1", "serviceaccounts", "shop", "metadata: {name: default}");
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    private static void refuses(String apiVersion, String resource, String yaml, String message) {
        String namespace =
                resource.startsWith("cluster") || resource.equals("nodes") ? null : "shop";
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () -> registry.create(apiVersion, resource, namespace, yaml));
        assertEquals(message, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {containers: []} | spec.containers: Required value
                    {containers: [{image: i}]} | spec.containers[0].name: Required value
                    {containers: [{name: a}]} | spec.containers[0].image: Required value
                    {containers: [{name: a, image: i}, {name: a, image: i}]} | spec.containers[1].name: Duplicate value: "a"
                    {containers: [{name: A, image: i}]} | spec.containers[0].name: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
                    {restartPolicy: Sometimes, containers: [{name: a, image: i}]} | spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"
                    {containers: [{name: a, image: i, ports: [{containerPort: 99999}]}]} | spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between 1 and 65535, inclusive
                    {containers: [{name: a, image: i, volumeMounts: [{name: v, mountPath: /v}]}]} | spec.containers[0].volumeMounts[0].name: Not found: "v"
                    {containers: [{name: a, image: i, resources: {limits: {cpu: 1}, requests: {cpu: 2}}}]} | spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
                    {containers: [{name: a, image: i, livenessProbe: {periodSeconds: 3}}]} | spec.containers[0].livenessProbe: Required value: must specify a handler type
                    {containers: [{name: a, image: i}], volumes: [{name: v, hostPath: {path: /a}, emptyDir: {}}]} | spec.volumes[0].emptyDir: Forbidden: may not specify more than 1 volume type
                    {containers: [{name: a, image: i, env: [{name: 1A}]}]} | spec.containers[0].env[0].name: Invalid value: "1A": a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')
                    {activeDeadlineSeconds: 0, containers: [{name: a, image: i}]} | spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive
                    """)
    void pods(String spec, String fault) {
        refuses(
                "v1",
                "pods",
                "metadata: {name: web}\nspec: " + spec,
                "Pod \"web\" is invalid: " + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {selector: {matchLabels: {app: other}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: i}]}}} | spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`
                    {replicas: -1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: i}]}}} | spec.replicas: Invalid value: -1: must be greater than or equal to 0
                    {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}} | spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"
                    {strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: i}]}}} | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0
                    """)
    void deployments(String spec, String fault) {
        refuses(
                "apps/v1",
                "deployments",
                "metadata: {name: web}\nspec: " + spec,
                "Deployment.apps \"web\" is invalid: " + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {ports: []} | spec.ports: Required value
                    {ports: [{port: 80}, {port: 81}]} | [spec.ports[0].name: Required value, spec.ports[1].name: Required value]
                    {ports: [{port: 0}]} | [spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive, spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive]
                    {ports: [{port: 80, nodePort: 30001}]} | spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'
                    {type: NodePort, ports: [{port: 80, nodePort: 80}]} | spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767
                    {type: ExternalName} | spec.externalName: Required value
                    {clusterIP: 10.1.1.1, ports: [{port: 80}]} | spec.clusterIPs: Invalid value: ["10.1.1.1"]: failed to allocate IP 10.1.1.1: the provided IP (10.1.1.1) is not in the valid range. The range of valid IPs is 10.96.0.0/16
                    """)
    void services(String spec, String fault) {
        refuses(
                "v1",
                "services",
                "metadata: {name: web}\nspec: " + spec,
                "Service \"web\" is invalid: " + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    configmaps | metadata: {name: Bad_Name} | ConfigMap "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                    configmaps | {} | ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required
                    configmaps | {metadata: {name: a}, data: {"a b": c}} | ConfigMap "a" is invalid: data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')
                    configmaps | {metadata: {name: a, labels: {x: "a b"}}} | ConfigMap "a" is invalid: metadata.labels: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
                    configmaps | {metadata: {name: a, namespace: other}} | the namespace of the provided object does not match the namespace sent on the request
                    configmaps | {metadata: {name: a, resourceVersion: "3"}} | resourceVersion should not be set on objects to be created
                    configmaps | {kind: Pod, apiVersion: v1, metadata: {name: a}} | Pod in version "v1" cannot be handled as a ConfigMap: the kind in the data (Pod) does not match the expected kind (ConfigMap)
                    secrets | {metadata: {name: a}, type: kubernetes.io/tls, data: {tls.key: ""}} | Secret "a" is invalid: data[tls.crt]: Required value
                    pods | {metadata: {name: a}, spec: {serviceAccountName: ghost, containers: [{name: a, image: i}]}} | pods "a" is forbidden: error looking up service account shop/ghost: serviceaccount "ghost" not found
                    pods | {metadata: {name: a}, spec: {priorityClassName: gold, containers: [{name: a, image: i}]}} | pods "a" is forbidden: no PriorityClass with name gold was found
                    """)
    void others(String resource, String yaml, String message) {
        refuses("v1", resource, yaml, message);
    }
}
