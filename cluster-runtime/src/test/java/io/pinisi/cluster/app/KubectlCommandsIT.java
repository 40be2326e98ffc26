package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The less common commands of kubectl, those that send protobuf among them. */
final class KubectlCommandsIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();
    @TempDir static Path folder;
    private static Kubectl kubectl;

    @BeforeAll
    static void sign() throws IOException {
        kubectl = Kubectl.as(ClusterExtension.ADMIN, CLUSTER.server(), folder);
    }

    private static String jsonPath(String object, String path) throws IOException {
        return kubectl.run("get", object, "-o", "jsonpath={" + path + "}").ok();
    }

    @Test
    void whatGoEmbedsStandsInTheObjectAroundIt() throws IOException {
        kubectl.run("create", "ingress", "shop", "--rule=a.test/cart*=web:80").ok();
        assertEquals("/cart", jsonPath("ingress/shop", ".spec.rules[0].http.paths[0].path"));

        kubectl.runWith("apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n", "create", "-f", "-")
                .ok();
        kubectl.runWith(
                        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default}\n",
                        "apply",
                        "-f",
                        "-")
                .ok();
        String told =
                kubectl.run(
                                "debug",
                                "node/n1",
                                "--image=busybox",
                                "--profile=general",
                                "--attach=false")
                        .ok();
        String pod = told.replaceFirst("(?s).*(node-debugger-n1-\\S+).*", "$1");
        assertEquals("/", jsonPath("pod/" + pod, ".spec.volumes[0].hostPath.path"));
        assertEquals("n1", jsonPath("pod/" + pod, ".spec.nodeName"));
    }

    @Test
    void subresourcesAreShownInColumnsOfTheirOwn() throws IOException {
        kubectl.run("create", "deployment", "scaled", "--image=nginx", "--replicas=3").ok();
        String scale = kubectl.run("get", "deploy", "scaled", "--subresource=scale").ok();
        assertTrue(scale.matches("NAME +DESIRED +AVAILABLE +AGE\nscaled +3 +0 +\\S+\n"), scale);
        String status = kubectl.run("get", "deploy", "scaled", "--subresource=status").ok();
        assertTrue(status.startsWith("NAME     READY   UP-TO-DATE   AVAILABLE   AGE\n"), status);
    }

    @Test
    void aPatchThatMakesNoObjectIsInvalid() throws IOException {
        kubectl.run("create", "deployment", "patched", "--image=nginx").ok();
        String refusal =
                kubectl.run(
                                "patch",
                                "deploy",
                                "patched",
                                "--type=merge",
                                "-p",
                                "{\"spec\":{\"replicas\":\"x\"}}")
                        .failed();
        assertTrue(
                refusal.startsWith("The request is invalid: patch: Invalid value: \"{"), refusal);
        String untrue =
                kubectl.run(
                                "patch",
                                "deploy",
                                "patched",
                                "--type=json",
                                "-p",
                                "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":7}]")
                        .failed();
        assertTrue(untrue.contains("testing value /spec/replicas failed"), untrue);
    }

    @Test
    void explainDescribesEveryField() throws IOException {
        String text = kubectl.run("explain", "deployment").ok();
        assertTrue(text.contains("APIVersion defines the versioned schema"), text);
        assertFalse(text.contains("<no description>"), text);
    }

    @Test
    void whatAnApplyNoLongerNamesIsPruned() throws IOException {
        Path set = Files.createDirectory(folder.resolve("set"));
        Files.writeString(set.resolve("a.yaml"), map("pruned-a"));
        Path second = Files.writeString(set.resolve("b.yaml"), map("pruned-b"));
        String[] apply = {
            "apply",
            "-f",
            set.toString(),
            "--prune",
            "-l",
            "set=p",
            "--prune-allowlist=core/v1/ConfigMap"
        };
        kubectl.run(apply).ok();
        Files.delete(second);
        assertEquals(
                "configmap/pruned-a unchanged\nconfigmap/pruned-b pruned\n",
                kubectl.run(apply).ok());
    }

    private static String map(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, labels: {set: p}}\n"
                .formatted(name);
    }

    @Test
    void aValueOfAWrongTypeIsRefusedInTheOriginalsWords() throws IOException {
        String wrong =
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: wrong}
                spec: {replicas: three}
                """;
        assertEquals(
                "Error from server (BadRequest): error when creating \"STDIN\": Deployment in"
                    + " version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal"
                    + " string into Go struct field DeploymentSpec.spec.replicas of type int32\n",
                kubectl.runWith(wrong, "create", "--validate=false", "-f", "-").failed());
    }

    @Test
    void aDifferenceThatIsNoneIsNotShown() throws IOException {
        String map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: same}\n";
        kubectl.runWith(map, "create", "-f", "-").ok();
        assertEquals("", kubectl.runWith(map, "diff", "-f", "-").ok());
    }

    @Test
    void replaceByForceMakesTheObjectAnew() throws IOException {
        kubectl.runWith(map("forced"), "create", "-f", "-").ok();
        String before = jsonPath("cm/forced", ".metadata.uid");
        kubectl.runWith(map("forced"), "replace", "--force", "-f", "-").ok();
        assertFalse(before.equals(jsonPath("cm/forced", ".metadata.uid")));
    }

    @Test
    void listsComeInChunksAndInOrder() throws IOException {
        for (String name : new String[] {"chunk-c", "chunk-a", "chunk-b"}) {
            kubectl.run("create", "configmap", name, "--from-literal=at=" + name).ok();
            kubectl.run("label", "configmap", name, "chunks=yes").ok();
        }
        assertEquals(
                "NAME      AT\nchunk-a   chunk-a\nchunk-b   chunk-b\nchunk-c   chunk-c\n",
                kubectl.run(
                                "get",
                                "cm",
                                "-l",
                                "chunks=yes",
                                "--chunk-size=2",
                                "--sort-by=.data.at",
                                "-o",
                                "custom-columns=NAME:.metadata.name,AT:.data.at")
                        .ok());
    }
}
