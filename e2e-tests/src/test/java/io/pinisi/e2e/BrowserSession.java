package io.pinisi.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** One person at one browser window, and how that person finds things on the portal's pages. */
final class BrowserSession implements AutoCloseable {
    /** For every action and every expectation: a busy machine is no fault of a page. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;

    private final Chromium chromium = new Chromium();
    private final Pinisi pinisi;
    private final Path screens;
    private final BrowserContext context;
    private final Page page;

    BrowserSession(Pinisi pinisi) {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
        this.pinisi = pinisi;
        this.screens = Command.property("pinisi.out").resolve("screens");
        this.context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setBaseURL(pinisi.url())
                                        .setColorScheme(ColorScheme.LIGHT)
                                        .setLocale("en-GB")
                                        .setViewportSize(WIDTH, HEIGHT));
        this.page = context.newPage();
        page.setDefaultTimeout((double) PATIENCE.toMillis());
    }

    Page page() {
        return page;
    }

    /** With the account that the first start printed. */
    void signIn() {
        signInAs(fact("user"), fact("password"));
        assertThat(heading("Overview")).isVisible();
    }

    void signInAs(String name, String password) {
        page.navigate("/sign-in");
        page.getByLabel("Account").fill(name);
        page.getByLabel("Password").fill(password);
        button("Sign in").click();
    }

    private String fact(String name) {
        return Objects.requireNonNull(pinisi.firstSignIn().get(name), name);
    }

    /** As a click in the navigation on the left does. */
    void visit(String place) {
        page.getByRole(
                        AriaRole.NAVIGATION,
                        new Page.GetByRoleOptions().setName("Main").setExact(true))
                .getByRole(
                        AriaRole.LINK, new Locator.GetByRoleOptions().setName(place).setExact(true))
                .click();
        assertThat(heading(place)).isVisible();
    }

    Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(text).setLevel(1).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    Locator number(String label) {
        return page.getByRole(
                AriaRole.SPINBUTTON, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    /** Chooses a file for the page's one upload. */
    void upload(String file, String text) {
        page.locator("vaadin-upload input[type=file]")
                .setInputFiles(
                        new FilePayload(
                                file, "application/yaml", text.getBytes(StandardCharsets.UTF_8)));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** A button of the open dialog, which may be called as one on the page below. */
    Locator dialogButton(String name) {
        return dialog().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The rows of a table, without its head. */
    Locator rows(String table) {
        return page.getByRole(
                        AriaRole.TABLE, new Page.GetByRoleOptions().setName(table).setExact(true))
                .locator("tbody tr");
    }

    /** Those rows that have one cell with exactly this text. */
    Locator rowsWith(String table, String cell) {
        return rows(table)
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        page.getByText(
                                                cell, new Page.GetByTextOptions().setExact(true))));
    }

    /** Kept under {@code target/screens}, for people to look at. */
    void screenshot(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(screens.resolve(name + ".png"))
                        .setAnimations(ScreenshotAnimations.DISABLED));
    }

    /** The same page as a person sees it whose system is set to dark. */
    void screenshotInTheDark(String name) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        screenshot(name);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    @Override
    public void close() {
        context.close();
        chromium.close();
    }
}
