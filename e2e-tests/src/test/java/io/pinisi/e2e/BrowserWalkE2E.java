package io.pinisi.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The newcomer's walk in the browser: from the first sign-in over one application on two clusters
 * to the sign-out, in one window that is never reloaded while an application is watched.
 */
@ExtendWith(PinisiExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrowserWalkE2E {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final List<String> MEMBERS = List.of("bali", "flores");
    private static final String DOCUMENT = "\n---\n";
    private static final int LONGEST_MANIFEST = 1_000_000;
    private static final String OPERATORS = "pinisi-operators";

    /** Operators, as people who may look at everything on the hub and change nothing. */
    private static final String ONLOOKERS =
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: onlookers}
            rules:
              - {apiGroups: ["*"], resources: ["*"], verbs: [get, list, watch]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: onlookers}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: onlookers}
            subjects:
              - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "pinisi:operators"}
            """;

    private final Pinisi pinisi;
    private BrowserSession browser;

    BrowserWalkE2E(Pinisi pinisi) {
        this.pinisi = pinisi;
    }

    @BeforeAll
    void open() {
        browser = new BrowserSession(pinisi);
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @Test
    @Order(1)
    void signsInWithTheFirstAccountOnly() {
        browser.signInAs("admin", "not-the-password");
        assertThat(browser.page().getByRole(AriaRole.ALERT))
                .hasText("That name and password do not match an account.");
        browser.screenshot("01-refused");
        browser.signIn();
        browser.screenshot("02-overview");
    }

    @Test
    @Order(2)
    void theFleetIsTwoClustersWithTwoReadyNodesEach() {
        for (String member : MEMBERS) {
            browser.visit("Clusters");
            Locator row = browser.rowsWith("Clusters", member);
            assertThat(row.getByText("Ready", exactly())).isVisible();
            browser.screenshot("03-clusters");
            row.getByRole(AriaRole.LINK).click();
            assertThat(browser.heading(member)).isVisible();
            assertThat(browser.rowsWith("Nodes", "Ready")).hasCount(2);
            assertThat(browser.rows("Nodes")).hasCount(2);
            browser.screenshot("04-cluster-" + member);
        }
    }

    @Test
    @Order(3)
    void wrongManifestsAreRefusedWithTheReason() {
        browser.visit("Deploy");
        manifest("replicas: [1, 2");
        refused("05-not-yaml", Pattern.compile("YAML|line 1|mapping", Pattern.CASE_INSENSITIVE));
        manifest(application().replace("kind: Deployment", "kind: Deploiment"));
        refused("06-unknown-kind", Pattern.compile("Deploiment"));
        manifest(application().replace("replicas: 2", "replicass: 2"));
        refused("07-unknown-field", Pattern.compile("spec\\.replicass"));
        manifest(application().replace("replicas: 2", "replicas: two"));
        refused("07-mistyped-field", Pattern.compile("spec\\.replicas.* must be of type integer"));
        manifest(application().replace("namespace: default", "namespace: nowhere"));
        refused("07-missing-namespace", Pattern.compile("namespaces? \"nowhere\" not found"));
        manifest(application() + "# " + "x".repeat(LONGEST_MANIFEST));
        refused("07-too-large", Pattern.compile("at most 1,000,000"));
        assertEquals("", leftOnTheHub());
    }

    @Test
    @Order(4)
    void deploysAPastedManifestAfterShowingWhatWillHappen() {
        browser.visit("Deploy");
        manifest(application());
        browser.page().getByLabel("The full number in every cluster").check();
        for (String member : MEMBERS) {
            assertThat(browser.page().getByLabel(member, labelled())).isChecked();
            assertThat(browser.rowsWith("Placement", member).getByText("2 replicas", exactly()))
                    .isVisible();
        }
        for (String kind : List.of("ConfigMap", "Deployment", "Service")) {
            assertThat(
                            browser.rowsWith("Objects", kind + " lighthouse")
                                    .getByText("created", exactly()))
                    .isVisible();
        }
        browser.screenshot("08-plan");
        browser.button("Deploy").click();
        assertThat(browser.heading("lighthouse")).isVisible();
    }

    @Test
    @Order(5)
    void podsBecomeRunningBeforeOnesEyes() {
        browser.page().evaluate("window.sameDocument = true");
        podsRunning(2);
        assertThat(browser.page().getByText("4 of 4 ready", pageExactly())).isVisible();
        assertEquals(true, browser.page().evaluate("window.sameDocument === true"));
        browser.screenshot("09-running");
        browser.screenshotInTheDark("09-running-dark");
    }

    @Test
    @Order(6)
    void theShownAddressesAnswer() {
        for (String member : MEMBERS) {
            String page = get(address(member));
            assertTrue(page.contains("Ahoy from the archipelago"), page);
            assertTrue(page.contains(member), "the page names its cluster: " + page);
        }
    }

    @Test
    @Order(7)
    void theLogOfAPodIsLive() {
        String address = address("bali");
        browser.rowsWith("Pods", "bali").first().getByRole(AriaRole.LINK).click();
        Locator log = browser.page().getByRole(AriaRole.LOG);
        assertThat(browser.page().getByText("Live", pageExactly())).isVisible();
        Locator lines = log.getByText("/?seen-from-the-bridge");
        assertThat(lines).hasCount(0);
        Await.until(
                "a request in the log of one of the pods that share the address",
                SOON,
                () -> {
                    get(address + "?seen-from-the-bridge");
                    return lines.count();
                },
                count -> count > 0);
        lines.first().scrollIntoViewIfNeeded();
        browser.screenshot("10-log");
        browser.page().goBack();
        assertThat(browser.heading("lighthouse")).isVisible();
    }

    @Test
    @Order(8)
    void scalesInEveryCluster() {
        browser.button("Scale").click();
        browser.number("Replicas").fill("3");
        browser.screenshot("11-scale");
        browser.dialogButton("Scale").click();
        podsRunning(3);
        browser.screenshot("12-scaled");
    }

    @Test
    @Order(9)
    void aDeletedPodComesBack() {
        Locator link = browser.rowsWith("Pods", "flores").first().getByRole(AriaRole.LINK);
        String victim = link.innerText();
        link.click();
        assertThat(browser.heading(victim)).isVisible();
        browser.button("Delete pod").click();
        browser.screenshot("13-delete-pod");
        browser.page()
                .getByRole(AriaRole.ALERTDIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Delete pod").setExact(true))
                .click();
        assertThat(browser.heading("lighthouse")).isVisible();
        assertThat(browser.rowsWith("Pods", victim)).hasCount(0);
        podsRunning(3);
        browser.screenshot("14-came-back");
    }

    @Test
    @Order(10)
    void aNewImageReplacesThePods() {
        List<String> before = podNames();
        browser.button("Change image").click();
        browser.field("Image").fill("pinisi/web:2.0");
        browser.screenshot("15-change-image");
        browser.dialogButton("Roll out").click();
        for (String pod : before) {
            assertThat(browser.rowsWith("Pods", pod)).hasCount(0);
        }
        podsRunning(3);
        assertThat(browser.page().getByText("pinisi/web:2.0", pageExactly()).first()).isVisible();
        for (String member : MEMBERS) {
            String page = get(address(member));
            assertTrue(page.contains("2.0"), "the page names its version: " + page);
        }
        browser.screenshot("16-rolled-out");
    }

    @Test
    @Order(11)
    void anApplicationIsDeletedOnlyByItsName() {
        delete("lighthouse");
        for (String member : MEMBERS) {
            Await.until(
                    "nothing left in " + member,
                    SOON,
                    () ->
                            pinisi.kubectl(member)
                                    .ok(
                                            "get",
                                            "deployments,replicasets,pods,services",
                                            "-l",
                                            "app=lighthouse",
                                            "-o",
                                            "name"),
                    String::isBlank);
        }
    }

    @Test
    @Order(12)
    void theShortFormShowsAnImageThatDoesNotExistAndLetsOnePutItRight() {
        browser.visit("Deploy");
        browser.field("Name").fill("beacon");
        browser.field("Image").fill("localhost:1/absent:9.9");
        browser.number("Replicas").fill("1");
        browser.number("Port").fill("8080");
        browser.field("Configuration").fill("MESSAGE=Land in sight");
        browser.page().getByLabel("The full number in every cluster").check();
        assertThat(browser.rowsWith("Objects", "ConfigMap beacon")).isVisible();
        assertThat(browser.rowsWith("Objects", "Service beacon")).isVisible();
        browser.screenshot("18-form");
        browser.button("Deploy").click();
        assertThat(browser.heading("beacon")).isVisible();
        assertThat(
                        browser.rows("Pods")
                                .getByText(Pattern.compile("^(ErrImagePull|ImagePullBackOff)$")))
                .hasCount(2);
        browser.screenshot("19-no-such-image");

        browser.button("Change image").click();
        browser.field("Image").fill("pinisi/web:1.0");
        browser.dialogButton("Roll out").click();
        podsRunning(1);
        assertTrue(get(address("flores")).contains("Land in sight"));
        browser.screenshot("20-put-right");
        delete("beacon");
    }

    @Test
    @Order(13)
    void aPersonWithoutTheRightIsToldSo() {
        Kubectl hub = pinisi.kubectl("hub");
        hub.ok("delete", "clusterrolebinding", OPERATORS);
        try {
            for (String list : List.of("Clusters", "Applications")) {
                browser.visit(list);
                String what = list.toLowerCase(Locale.ROOT);
                assertThat(browser.page().getByText("No permission to list " + what, pageExactly()))
                        .isVisible();
                browser.screenshot("21-no-permission-" + what);
            }
            browser.visit("Deploy");
            assertThat(browser.page().getByText("No permission to list clusters", pageExactly()))
                    .isVisible();
            browser.screenshot("21-no-permission-deploy");
        } finally {
            restoreOperators(hub);
        }
        browser.visit("Clusters");
        assertThat(browser.rows("Clusters")).hasCount(MEMBERS.size());
    }

    @Test
    @Order(14)
    void aPersonWhoMayOnlyLookCannotDeploy() {
        Kubectl hub = pinisi.kubectl("hub");
        hub.ok("delete", "clusterrolebinding", OPERATORS);
        hub.runWithInput(ONLOOKERS, "apply", "-f", "-").orFail();
        try {
            browser.visit("Clusters");
            assertThat(browser.rows("Clusters")).hasCount(MEMBERS.size());
            browser.visit("Deploy");
            manifest(application());
            refused(
                    "22-may-not-deploy",
                    Pattern.compile(
                            "deployments.apps \"lighthouse\" is forbidden: User \"admin\""));
        } finally {
            hub.ok("delete", "clusterrolebinding,clusterrole", "onlookers");
            restoreOperators(hub);
        }
        assertEquals("", leftOnTheHub());
    }

    @Test
    @Order(15)
    void aClusterLeavesAndJoinsAgainByItsKubeconfig() {
        browser.visit("Clusters");
        browser.rowsWith("Clusters", "flores").getByRole(AriaRole.LINK).click();
        assertThat(browser.heading("flores")).isVisible();
        browser.button("Unjoin").click();
        assertThat(browser.dialogButton("Unjoin")).isDisabled();
        browser.field("Type flores to confirm").fill("flores");
        browser.screenshot("23-unjoin");
        browser.dialogButton("Unjoin").click();
        assertThat(browser.heading("Clusters")).isVisible();
        assertThat(browser.rowsWith("Clusters", "flores")).hasCount(0);

        browser.link("Join a cluster").click();
        join("flores", "clusters: [");
        refusedToJoin("24-no-yaml", "the kubeconfig is no YAML");
        String good =
                pinisi.kubectl("flores").ok("config", "view", "--raw", "--minify", "--flatten");
        join("flores", good.replaceAll("server: .*", "server: https://127.0.0.1:1"));
        refusedToJoin("24-refused-address", "clusters.cluster.server");
        join("Flores!", good);
        refusedToJoin("24-wrong-name", "metadata.name");
        join("bali", good);
        refusedToJoin("24-name-taken", "clusters.cluster.karmada.io \"bali\" already exists");
        browser.visit("Clusters");
        browser.link("Join a cluster").click();
        browser.field("Name").fill("flores");
        browser.upload("flores.yaml", good);
        assertThat(browser.field("Kubeconfig")).hasValue(good);
        browser.button("Join").click();
        assertThat(browser.heading("flores")).isVisible();
        browser.visit("Clusters");
        assertThat(browser.rowsWith("Clusters", "flores").getByText("Ready", exactly()))
                .isVisible();
        browser.screenshot("25-joined");
    }

    @Test
    @Order(16)
    void signsOut() {
        browser.page()
                .getByRole(
                        AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Account of admin"))
                .click();
        browser.page()
                .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(browser.page().getByRole(AriaRole.STATUS)).hasText("You have signed out.");
        browser.page().navigate("/applications");
        assertThat(browser.page().getByLabel("Password")).isVisible();
        browser.screenshot("26-signed-out");
    }

    /** The greeter's documents under another name and without its policy: the page asks for it. */
    private static String application() {
        String all = Manifests.read("greeter.yaml").replace("greeter", "lighthouse");
        return all.substring(0, all.indexOf(DOCUMENT + "apiVersion: policy.karmada.io"));
    }

    private void manifest(String yaml) {
        browser.page()
                .getByRole(
                        AriaRole.RADIO,
                        new Page.GetByRoleOptions().setName("Manifest").setExact(true))
                .check();
        browser.field("Manifest").fill(yaml);
    }

    /** What of the walk's application is on the hub, by name. */
    private String leftOnTheHub() {
        return pinisi.kubectl("hub")
                .ok(
                        "get",
                        "deployments/lighthouse",
                        "services/lighthouse",
                        "configmaps/lighthouse",
                        "propagationpolicies.policy.karmada.io/lighthouse",
                        "--ignore-not-found",
                        "-o",
                        "name");
    }

    private static void restoreOperators(Kubectl hub) {
        hub.ok(
                "create",
                "clusterrolebinding",
                OPERATORS,
                "--clusterrole=cluster-admin",
                "--group=pinisi:operators");
    }

    private void join(String name, String kubeconfig) {
        browser.field("Name").fill(name);
        browser.field("Kubeconfig").fill(kubeconfig);
        browser.button("Join").click();
    }

    private void refusedToJoin(String screen, String reason) {
        assertThat(browser.page().getByRole(AriaRole.ALERT).getByText(reason).first()).isVisible();
        assertThat(browser.button("Join")).isEnabled();
        browser.screenshot(screen);
    }

    private void refused(String screen, Pattern reason) {
        assertThat(browser.page().getByRole(AriaRole.ALERT).getByText(reason).first()).isVisible();
        assertThat(browser.button("Deploy")).isDisabled();
        browser.screenshot(screen);
    }

    private void podsRunning(int inEachCluster) {
        for (String member : MEMBERS) {
            Locator running =
                    browser.rowsWith("Pods", member)
                            .filter(new Locator.FilterOptions().setHasText("Running"))
                            .filter(new Locator.FilterOptions().setHasText("1/1"));
            assertThat(running).hasCount(inEachCluster);
        }
        assertThat(browser.rows("Pods")).hasCount(inEachCluster * MEMBERS.size());
    }

    private List<String> podNames() {
        return browser.rows("Pods").getByRole(AriaRole.LINK).allInnerTexts();
    }

    private String address(String member) {
        Locator link =
                browser.rowsWith("Services", member)
                        .getByRole(
                                AriaRole.LINK,
                                new Locator.GetByRoleOptions().setName(Pattern.compile("^http:")));
        assertThat(link).isVisible();
        return link.getAttribute("href");
    }

    private void delete(String application) {
        browser.button("Delete").click();
        assertThat(browser.dialogButton("Delete")).isDisabled();
        browser.field("Type " + application + " to confirm").fill(application);
        browser.screenshot("17-delete-" + application);
        browser.dialogButton("Delete").click();
        assertThat(browser.heading("Applications")).isVisible();
        assertThat(browser.rowsWith("Applications", application)).hasCount(0);
    }

    /** What the address answers, as soon as it does. */
    private static String get(String address) {
        return Await.until(
                "an answer at " + address, SOON, () -> look(address), text -> !text.isEmpty());
    }

    private static String look(String address) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(address))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static Page.GetByTextOptions pageExactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static Page.GetByLabelOptions labelled() {
        return new Page.GetByLabelOptions().setExact(true);
    }
}
