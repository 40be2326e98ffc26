package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people type, and what they are used to see. */
final class KubectlIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();
    @TempDir static Path folder;
    private static Kubectl admin;
    private static Kubectl nobody;

    @BeforeAll
    static void sign() throws IOException {
        admin = Kubectl.as(ClusterExtension.ADMIN, CLUSTER.server(), folder);
        nobody = Kubectl.as(UserInfo.of("nobody"), CLUSTER.server(), folder);
    }

    private static String map(String name, String more) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n" + more;
    }

    @Test
    void versionNamesTheLineThatIsFollowed() throws IOException {
        assertTrue(admin.run("version").ok().contains("Server Version: v1.32."));
    }

    @Test
    void discoveryListsKindsWithTheirShortNames() throws IOException {
        String resources = admin.run("api-resources").ok();
        assertTrue(resources.matches("(?s).*configmaps +cm +v1 +true +ConfigMap\n.*"), resources);
        assertTrue(admin.run("api-versions").ok().contains("authorization.k8s.io/v1\n"));
    }

    @Test
    void explainReadsTheSchemas() throws IOException {
        String text = admin.run("explain", "pod.spec.containers.resources").ok();
        assertTrue(text.contains("FIELD: resources <ResourceRequirements>"), text);
        assertTrue(text.contains("limits\t<map[string]"), text);
    }

    @Test
    void objectsAreCreatedListedPatchedAndDeleted() throws IOException {
        admin.run("create", "configmap", "made", "--from-literal=x=y").ok();
        assertTrue(admin.run("get", "cm", "made").ok().startsWith("NAME   DATA   AGE\nmade   1 "));
        assertTrue(admin.run("get", "cm", "made", "-o", "yaml").ok().contains("\n  x: \"y\"\n"));
        assertEquals("y", admin.run("get", "cm", "made", "-o", "jsonpath={.data.x}").ok());
        admin.run("label", "cm", "made", "team=blue").ok();
        admin.run("annotate", "cm", "made", "note=this").ok();
        assertTrue(
                admin.run("get", "cm", "-l", "team=blue", "-o", "name")
                        .ok()
                        .contains("configmap/made"));
        admin.run("patch", "cm", "made", "-p", "{\"data\":{\"z\":\"1\"}}").ok();
        assertTrue(admin.run("describe", "cm", "made").ok().contains("z:\n----\n1\n"));
        assertEquals("configmap \"made\" deleted\n", admin.run("delete", "cm", "made").ok());
        assertEquals(
                "Error from server (NotFound): configmaps \"made\" not found\n",
                admin.run("get", "cm", "made").failed());
    }

    @Test
    void applyIsRepeatableFromEitherSide() throws IOException {
        String wanted = map("applied", "data:\n  a: b\n");
        assertEquals("configmap/applied created\n", admin.runWith(wanted, "apply", "-f", "-").ok());
        assertEquals(
                "configmap/applied unchanged\n", admin.runWith(wanted, "apply", "-f", "-").ok());
        admin.runWith(wanted, "diff", "-f", "-").ok();
        String changed = map("applied", "data:\n  a: c\n");
        assertTrue(admin.runWith(changed, "diff", "-f", "-").out().contains("+  a: c"));
        assertEquals(
                "configmap/applied configured\n", admin.runWith(changed, "apply", "-f", "-").ok());
        String other = map("ssa", "data:\n  a: b\n");
        assertEquals(
                "configmap/ssa serverside-applied\n",
                admin.runWith(other, "apply", "--server-side", "-f", "-").ok());
        String conflict =
                admin.runWith(
                                map("ssa", "data:\n  a: c\n"),
                                "apply",
                                "--server-side",
                                "--field-manager=other",
                                "-f",
                                "-")
                        .failed();
        assertTrue(conflict.contains("conflict with \"kubectl\": .data.a"), conflict);
    }

    @Test
    void aDryRunLeavesNothingBehind() throws IOException {
        String wanted = map("dry", "data:\n  a: b\n");
        assertEquals(
                "configmap/dry created (server dry run)\n",
                admin.runWith(wanted, "apply", "--dry-run=server", "-f", "-").ok());
        admin.run("get", "cm", "dry").failed();
    }

    @Test
    void anUnknownFieldIsNamed() throws IOException {
        String refusal = admin.runWith(map("odd", "dat:\n  a: b\n"), "create", "-f", "-").failed();
        assertTrue(refusal.contains("strict decoding error: unknown field \"dat\""), refusal);
        String warned =
                admin.runWith(map("odd", "dat:\n  a: b\n"), "create", "--validate=warn", "-f", "-")
                        .err();
        assertTrue(warned.contains("Warning: unknown field \"dat\""), warned);
    }

    @Test
    void anUnknownKindAndAMissingNamespaceAreNamed() throws IOException {
        String kind =
                admin.runWith(
                                "apiVersion: v1\nkind: Nope\nmetadata: {name: x}\n",
                                "apply",
                                "-f",
                                "-")
                        .failed();
        assertTrue(kind.contains("no matches for kind \"Nope\" in version \"v1\""), kind);
        assertEquals(
                "Error from server (NotFound): namespaces \"nowhere\" not found\n",
                admin.run("-n", "nowhere", "create", "configmap", "x")
                        .failed()
                        .replace(
                                "error: failed to create configmap: ",
                                "Error from server (NotFound): "));
    }

    @Test
    void secretsGoInAndComeOut() throws IOException {
        admin.run("create", "secret", "generic", "s", "--from-literal=p=secret").ok();
        assertEquals("c2VjcmV0", admin.run("get", "secret", "s", "-o", "jsonpath={.data.p}").ok());
    }

    @Test
    void waitSeesACondition() throws IOException {
        admin.run("create", "configmap", "waited", "--from-literal=x=y").ok();
        assertEquals(
                "configmap/waited condition met\n",
                admin.run("wait", "--for=jsonpath={.data.x}=y", "cm/waited", "--timeout=60s").ok());
    }

    @Test
    void whoIsNotAllowedIsToldInTheUsualWords() throws IOException {
        assertEquals(
                "Error from server (Forbidden): pods is forbidden: User \"nobody\" cannot list"
                        + " resource \"pods\" in API group \"\" in the namespace \"default\"\n",
                nobody.run("get", "pods").failed());
        assertEquals("no\n", nobody.run("auth", "can-i", "list", "pods").out());
        assertEquals("yes\n", admin.run("auth", "can-i", "list", "pods").ok());
    }

    @Test
    void whoAmI() throws IOException {
        String me = admin.run("auth", "whoami").ok();
        assertTrue(
                me.contains("admin") && me.contains("[system:masters system:authenticated]"), me);
        String other = admin.run("--as=joe", "--as-group=staff", "auth", "whoami").ok();
        assertTrue(other.contains("joe") && other.contains("staff"), other);
    }

    @Test
    void aRoleThatIsBoundAllows() throws IOException {
        admin.run("create", "role", "reader", "--verb=get,list", "--resource=configmaps").ok();
        admin.run("create", "rolebinding", "reader", "--role=reader", "--user=ann").ok();
        Await.until(
                "the role is known to whoever judges",
                Duration.ofSeconds(60),
                () -> mayList("ann").out().equals("yes\n"),
                () -> mayList("ann"));
        admin.run("get", "cm", "--as=ann").ok();
        assertTrue(
                admin.run("delete", "cm", "x", "--as=ann")
                        .failed()
                        .contains("User \"ann\" cannot delete resource \"configmaps\""));
    }

    private static Kubectl.Result mayList(String person) {
        try {
            return admin.run("auth", "can-i", "list", "cm", "--as=" + person);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCustomResourceIsServedLikeABuiltInOne() throws IOException {
        String definition =
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: boats.sea.io}
                spec:
                  group: sea.io
                  scope: Namespaced
                  names: {plural: boats, singular: boat, kind: Boat, shortNames: [bt]}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec: {type: object, properties: {masts: {type: integer, minimum: 1}}}
                    additionalPrinterColumns:
                    - {name: Masts, type: integer, jsonPath: .spec.masts}
                """;
        admin.runWith(definition, "apply", "-f", "-").ok();
        admin.run("wait", "--for=condition=established", "crd/boats.sea.io", "--timeout=60s").ok();
        String boat = "apiVersion: sea.io/v1\nkind: Boat\nmetadata: {name: p}\nspec: {masts: %d}\n";
        assertEquals(
                "boat.sea.io/p created\n",
                admin.runWith(boat.formatted(2), "apply", "-f", "-").ok());
        assertEquals("NAME   MASTS\np      2\n", admin.run("get", "bt").ok());
        assertTrue(admin.run("explain", "boat.spec").ok().contains("masts\t<integer>"));
        assertEquals(
                "boat.sea.io/p configured\n",
                admin.runWith(boat.formatted(3), "apply", "-f", "-").ok());
        admin.run("delete", "crd", "boats.sea.io").ok();
    }

    @Test
    void aDeploymentIsScaled() throws IOException {
        admin.run("create", "deployment", "web", "--image=nginx", "--replicas=2").ok();
        admin.run("scale", "deployment", "web", "--replicas=3").ok();
        assertEquals(
                "3", admin.run("get", "deploy", "web", "-o", "jsonpath={.spec.replicas}").ok());
    }

    @Test
    void aServiceAccountsTokenIsTaken() throws IOException {
        admin.run("create", "serviceaccount", "bot").ok();
        String token = admin.run("create", "token", "bot").ok().strip();
        String review =
                """
                apiVersion: authentication.k8s.io/v1
                kind: TokenReview
                spec: {token: "%s"}
                """
                        .formatted(token);
        assertEquals(
                "system:serviceaccount:default:bot",
                admin.runWith(review, "create", "-o", "jsonpath={.status.user.username}", "-f", "-")
                        .ok());
    }
}
