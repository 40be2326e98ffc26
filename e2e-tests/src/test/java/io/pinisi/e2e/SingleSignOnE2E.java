package io.pinisi.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** An operator, two tenants and an auditor sign in through a real Keycloak. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SingleSignOnE2E {
    private static final Duration START = Duration.ofMinutes(6);

    private final Pinisi pinisi = Pinisi.fresh("sso").withKeycloak();
    private KeycloakAdmin keycloak;
    private BrowserSession browser;

    @BeforeAll
    void open() {
        Kubectl.requireRecent();
        pinisi.start();
        keycloak = new KeycloakAdmin(pinisi);
        Await.until("Keycloak answers", START, keycloak::answers, answers -> answers);
        browser = new BrowserSession(pinisi);
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
        pinisi.close();
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({
        "wayan, Wayan Santosa, keycloak:/operators, keycloak:role:operator",
        "sari, Sari Lestari, keycloak:/tenants/spice,",
        "made, Made Wijaya, keycloak:/tenants/pearl,",
        "dewi, Dewi Anggraini, keycloak:/auditors, keycloak:role:auditor",
    })
    void everyoneSignsInSeesWhoTheyAreAndSignsOut(
            String name, String fullName, String group, String role) {
        signIn(name, "/account");
        assertThat(browser.heading("Your account")).isVisible();
        for (String text : role == null ? List.of(group) : List.of(group, role)) {
            assertThat(browser.page().getByText(text, exactly()).first()).isVisible();
        }
        assertThat(browser.page().getByText("keycloak:" + name, exactly()).first()).isVisible();
        browser.screenshot("sso-account-" + name);
        signOut(fullName);
    }

    @Test
    @Order(2)
    void theSignOutCountsAtKeycloakToo() {
        browser.page().navigate("/account");
        browser.link("Continue with Keycloak").click();
        assertThat(browser.page().locator("#username")).isVisible();
    }

    @Test
    @Order(3)
    void aDownloadedKubeconfigIsThePersonOnHubAndMembers() throws IOException {
        Path operator = kubeconfigOf("wayan");
        for (String context : List.of("hub", "bali", "flores")) {
            String who = new Kubectl(operator, context).ok("auth", "whoami");
            assertTrue(who.contains("keycloak:wayan"), who);
            assertTrue(who.contains("keycloak:/operators"), who);
        }
        new Kubectl(operator, "bali").ok("get", "nodes");
        Path tenant = kubeconfigOf("made");
        String who = new Kubectl(tenant, "flores").ok("auth", "whoami");
        assertTrue(who.contains("keycloak:/tenants/pearl"), who);
        Command.Result refused = new Kubectl(tenant, "flores").run("get", "secrets", "-A");
        assertNotEquals(0, refused.exit());
        assertTrue(refused.err().contains("User \"keycloak:made\" cannot list"), refused.err());
    }

    @Test
    @Order(4)
    void aTokenForOneClusterIsWorthNothingAtAnother() throws IOException {
        Path file = kubeconfigOf("wayan");
        Path crossed = file.resolveSibling(file.getFileName() + "-crossed");
        Files.writeString(
                crossed, Files.readString(file).replace("user: pinisi-bali", "user: pinisi-hub"));
        Command.Result refused = new Kubectl(crossed, "bali").run("get", "nodes");
        assertNotEquals(0, refused.exit());
        assertTrue(
                refused.err().contains("Unauthorized") || refused.err().contains("logged in"),
                refused.err());
    }

    @Test
    @Order(5)
    void aSessionThatKeycloakEndsEndsHereBeforeOnesEyes() {
        signIn("wayan", "/clusters");
        assertThat(browser.heading("Clusters")).isVisible();
        keycloak.logOut("wayan");
        assertThat(browser.page().getByText("Your session has ended.")).isVisible();
    }

    @Test
    @Order(6)
    void aLocalAccountOpensTheGlassForAllOperatorsToSee() {
        browser.page().navigate("/sign-in");
        browser.page().getByText("Use a local account").click();
        browser.screenshot("sso-break-glass");
        browser.page().getByLabel("Account").fill("admin");
        browser.page().getByLabel("Password").fill(pinisi.firstSignIn().get("password"));
        browser.button("Sign in").click();
        assertThat(browser.page().getByText("Local account in use: admin")).isVisible();
        assertTrue(pinisi.log().contains("alarm=break-glass user=admin"));
        signOut("admin");
    }

    @Test
    @Order(7)
    void theWayBackLeadsNowhereElse() {
        browser.page().navigate("/sign-in/sso/keycloak?to=//evil.example/");
        fillKeycloak("sari");
        assertThat(browser.heading("Overview")).isVisible();
        assertTrue(browser.page().url().startsWith(pinisi.url()), browser.page().url());
        signOut("Sari Lestari");
        browser.page()
                .navigate("/sign-in/sso/keycloak/callback?code=stolen&state=" + "s".repeat(43));
        assertThat(browser.page().getByText("The sign-in did not succeed.")).isVisible();
    }

    @Test
    @Order(8)
    void everyoneMayDoWhatTheirTenantOrOfficeSaysAndNoMore() throws IOException {
        Path tenants = Command.property("pinisi.realm").resolve("tenants.yaml");
        pinisi.kubectl("hub").ok("apply", "-f", tenants.toString());
        Kubectl sari = new Kubectl(kubeconfigOf("sari"), "hub");
        Await.until(
                "sari's project and no other",
                Duration.ofMinutes(2),
                () -> sari.run("get", "namespaces", "-o", "name").out().strip(),
                "namespace/spice-shop"::equals);
        Await.until(
                "sari may write there",
                Duration.ofMinutes(2),
                () -> sari.run("auth", "can-i", "create", "configmaps", "-n", "spice-shop").out(),
                answer -> answer.startsWith("yes"));
        sari.ok("create", "configmap", "greeting", "--from-literal=a=b", "-n", "spice-shop");
        assertRefused(sari.run("get", "configmaps", "-n", "pearl-web"));
        assertRefused(sari.run("get", "tenants", "pearl"));

        Kubectl dewi = new Kubectl(kubeconfigOf("dewi"), "hub");
        String seen = dewi.ok("get", "configmaps", "-n", "spice-shop", "-o", "name");
        assertTrue(seen.contains("configmap/greeting"), seen);
        assertTrue(dewi.ok("get", "tenants", "-o", "name").contains("/pearl"));
        assertRefused(dewi.run("get", "secrets", "-n", "spice-shop"));
        assertRefused(dewi.run("delete", "configmap", "greeting", "-n", "spice-shop"));

        signIn("sari", "/tenants");
        assertThat(browser.page().getByText("Spice", exactly()).first()).isVisible();
        assertThat(browser.page().getByText("Pearl", exactly())).isHidden();
        browser.screenshot("sso-tenants-sari");
        signOut("Sari Lestari");
    }

    @Test
    @Order(9)
    void anotherRealmIsSetUpByOneCommandThatMayBeRunAgain() throws IOException {
        Path secret = Files.createTempDirectory(Command.property("pinisi.out"), "realm");
        String[] setup = {
            "realm",
            "setup",
            "--server",
            pinisi.keycloakUrl(),
            "--realm",
            "office",
            "--portal",
            pinisi.url(),
            "--cluster",
            "bali",
            "--password-file",
            pinisi.keycloakPasswordFile("admin").toString(),
            "--secret-file",
            secret.resolve("secret").toString()
        };
        String first = pinisi.command(setup);
        for (String made :
                List.of(
                        "realm office created",
                        "role operator created",
                        "group auditors created",
                        "client pinisi-portal created",
                        "client pinisi-bali created")) {
            assertTrue(first.contains(made), first);
        }
        assertEquals("all is as it should be", pinisi.command(setup).strip());
        assertTrue(Files.readString(secret.resolve("secret")).strip().length() > 20);
        JsonNode client = keycloak.client("office", "pinisi-portal");
        assertEquals(
                pinisi.url() + "/sign-in/sso/office/logout",
                client.at("/attributes/backchannel.logout.url").asString(""));
        List<String> claims = new ArrayList<>();
        client.path("protocolMappers")
                .forEach(one -> claims.add(one.at("/config/claim.name").asString("")));
        assertTrue(claims.containsAll(List.of("groups", "realm_access.roles")), claims::toString);
    }

    private static void assertRefused(Command.Result result) {
        assertNotEquals(0, result.exit());
        assertTrue(
                result.err().contains("Forbidden") || result.err().contains("NotFound"),
                result.err());
    }

    private void signIn(String name, String page) {
        browser.page().navigate(page);
        assertThat(browser.link("Continue with Keycloak")).isVisible();
        browser.screenshot("sso-sign-in");
        browser.link("Continue with Keycloak").click();
        fillKeycloak(name);
    }

    private void fillKeycloak(String name) {
        Page page = browser.page();
        page.locator("#username").fill(name);
        page.locator("#password").fill(pinisi.keycloakPassword(name));
        page.locator("#kc-login").click();
    }

    private void signOut(String fullName) {
        browser.page().getByText(fullName, exactly()).first().click();
        browser.page().getByText("Sign out", exactly()).click();
        assertThat(browser.page().getByText("You have signed out.")).isVisible();
    }

    private Path kubeconfigOf(String name) throws IOException {
        signIn(name, "/account");
        assertThat(browser.link("Download kubeconfig")).isVisible();
        Download download =
                browser.page().waitForDownload(() -> browser.link("Download kubeconfig").click());
        Path file = Files.createTempFile(Command.property("pinisi.out"), name, ".kubeconfig");
        download.saveAs(file);
        assertEquals("pinisi-kubeconfig", download.suggestedFilename());
        // A sign-out would end the file's tokens too.
        browser.page().context().clearCookies();
        return file;
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
