package io.pinisi.portal.intruder;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.vaadin.flow.router.Route;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.SignInLimits;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.portal.backend.Backend;
import io.pinisi.portal.demo.DemoBackend;
import io.pinisi.portal.demo.DemoTokens;
import io.pinisi.portal.web.Portal;
import io.pinisi.portal.web.PortalOptions;
import io.pinisi.portal.web.WaysIn;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page in a real Chromium, with markup in everything it shows. It has to stand there as text:
 * nothing of it becomes an element, so no content policy has to stop it from running either.
 */
class HostilePagesIT {
    private static final double PATIENCE_MILLIS = Duration.ofMinutes(2).toMillis();
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Map<String, String> PARAMETERS =
            Map.of(
                    ":cluster", "bali",
                    ":namespace", "shop",
                    ":name", "web",
                    ":tenant", "acme",
                    ":kind", "Service",
                    ":request", "a");

    /**
     * They show nothing of the backend before somebody has typed or chosen something, or look for
     * an id that the markup has changed.
     */
    private static final Set<String> WITHOUT_DATA =
            Set.of(
                    "account",
                    "account/password",
                    "approvals/a",
                    "deploy",
                    "join",
                    "people",
                    "tenants/new");

    private static Database database;
    private static Portal portal;
    private static Playwright playwright;
    private static Browser browser;
    private static Page page;
    private static final Queue<String> COMPLAINTS = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws InterruptedException {
        assertTrue(CHROMIUM.toFile().canExecute(), CHROMIUM + " is missing");
        database = Database.open(DatabaseOptions.memory("hostile-pages"));
        InstantSource clock = InstantSource.system();
        LocalAccounts accounts =
                new LocalAccounts(
                        database.accounts(),
                        database.audit(),
                        clock,
                        new SecureRandom(),
                        SignInLimits.DEFAULT,
                        name -> {});
        String password = accounts.createFirstAdministrator().orElseThrow().password();
        portal =
                Portal.start(
                        PortalOptions.loopback(0),
                        new WaysIn(
                                accounts,
                                new SingleSignOn(List.of(), clock, new SecureRandom()),
                                new SignInRecords(database.audit()),
                                DemoTokens.on(database, clock)),
                        clock);
        Backend hostile = HostileBackend.of(DemoBackend.create());
        portal.connect(hostile, at -> hostile);
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new LaunchOptions()
                                        .setExecutablePath(CHROMIUM)
                                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        page = browser.newPage(new Browser.NewPageOptions().setBaseURL(portal.url().toString()));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(HostilePagesIT::listen);
        page.onDialog(
                dialog -> {
                    COMPLAINTS.add("dialog " + dialog.message());
                    dialog.dismiss();
                });
        page.navigate("/sign-in");
        page.getByLabel("Account").fill("admin");
        page.getByLabel("Password").fill(password);
        page.getByText("Sign in").last().click();
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    private static void listen(ConsoleMessage message) {
        if (message.text().contains("Content Security Policy")) {
            COMPLAINTS.add(message.text());
        }
    }

    @AfterAll
    static void stop() {
        browser.close();
        playwright.close();
        portal.close();
        database.close();
    }

    static Stream<String> routes() {
        Stream<String> declared =
                new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("io.pinisi.portal")
                                .stream()
                                .filter(type -> type.isAnnotatedWith(Route.class))
                                .map(JavaClass::reflect)
                                .map(type -> type.getAnnotation(Route.class).value())
                                .filter(route -> !route.equals("history/object"));
        return Stream.concat(
                        declared.map(HostilePagesIT::filled),
                        Stream.of(
                                "policies/new",
                                "tenants/acme/edit",
                                "drill?cluster=bali",
                                "history/object?source=bali&resource=deployments.apps"
                                        + "&namespace=shop&name=web",
                                "history/whereabouts?tenant=acme&outside=eu",
                                "clusters?at=2026-11-22T11:00:00Z"))
                .sorted();
    }

    private static String filled(String route) {
        String path = route;
        for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
            path = path.replaceAll(parameter.getKey() + "(?=/|$)", parameter.getValue());
        }
        return path;
    }

    @ParameterizedTest
    @MethodSource("routes")
    void namesAndMessagesOnPagesAreText(String path) {
        page.navigate("/" + path);
        assertThat(page.locator("h1").first()).isVisible();
        if (!WITHOUT_DATA.contains(path)) {
            assertThat(page.getByText("data-hostile").first()).isAttached();
        }
        staysText(path);
    }

    @Test
    void logLinesAreText() {
        page.navigate("/clusters/bali/pods/shop/web-6d4b75cb6d-hx2lq?tab=log");
        assertThat(page.locator("h1").first()).isVisible();
        Locator log = page.getByText("Log", new Page.GetByTextOptions().setExact(true)).first();
        log.click();
        assertThat(page.getByText("upstream timed out").first()).isAttached();
        assertThat(page.getByText("data-hostile").first()).isAttached();
        staysText("the log");
    }

    @Test
    void whatARecordSaysIsText() {
        page.navigate("/audit");
        assertThat(page.getByText("data-hostile").first()).isAttached();
        page.getByText("Details", new Page.GetByTextOptions().setExact(true)).first().click();
        assertThat(page.getByText("What the same request caused")).isVisible();
        assertThat(page.getByText("127.0.0.1").first()).isAttached();
        staysText("the record");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/clusters/%s",
                "/tenants/%s",
                "/applications/shop/%s",
                "/nowhere/%s",
                "/audit?actor=%s",
                "/clusters?q=%s",
                "/history?namespace=%s"
            })
    void whatAnAddressSaysIsText(String address) {
        page.navigate(
                address.formatted(
                        URLEncoder.encode(HostileBackend.PICTURE, StandardCharsets.UTF_8)
                                .replace("+", "%20")));
        assertThat(page.locator("h1").first()).isVisible();
        staysText(address);
    }

    private static void staysText(String where) {
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => done(true)))");
        assertEquals(0, page.locator("[data-hostile]").count(), where + ": markup is an element");
        assertEquals(
                "none", page.evaluate("() => window.hostile || 'none'"), where + ": it has run");
        assertEquals(
                0, page.locator("a[href^='javascript:' i]").count(), where + ": a link is script");
        assertEquals(List.of(), List.copyOf(COMPLAINTS), where);
    }
}
