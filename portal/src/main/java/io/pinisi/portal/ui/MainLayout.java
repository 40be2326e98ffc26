package io.pinisi.portal.ui;

import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.Layout;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Sessions;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.portal.backend.BackendSlot;
import java.time.InstantSource;
import java.util.List;

/** Navigation on the left, the person at the top, the page in the middle. */
@Layout
@Prototype
final class MainLayout extends AppLayout {
    private static final long serialVersionUID = 1L;
    static final String CONTENT = "content";
    private static final String APPROVALS = "approvals";

    MainLayout(
            Sessions sessions,
            SingleSignOn singleSignOn,
            BackendSlot backend,
            InstantSource clock) {
        setPrimarySection(Section.DRAWER);
        addClassName("shell");
        List<ShellPage> pages =
                ShellPage.of(
                        singleSignOn.isOperator(Person.current())
                                ? ShellPage.Audience.OPERATORS
                                : ShellPage.Audience.EVERYBODY);
        addToDrawer(brand(), navigation(backend, pages));
        DrawerToggle toggle = new DrawerToggle();
        toggle.setAriaLabel("Navigation");
        Div space = new Div();
        space.addClassName("grow");
        addToNavbar(
                skipLink(),
                toggle,
                new SearchButton(backend, Person.current(), pages),
                space,
                new TimeControl(clock, PageTime.current()),
                new BreakGlass(sessions, singleSignOn, Person.current()),
                new SessionClock(),
                new ThemeToggle(),
                new PersonMenu());
    }

    private static Anchor brand() {
        Image mark = new Image("assets/mark.svg", "");
        Anchor brand = new Anchor("", mark, new Span("Pinisi"));
        brand.addClassName("brand");
        brand.getElement().setAttribute("aria-label", "Pinisi, overview");
        brand.getElement().setAttribute("router-link", true);
        return brand;
    }

    private static SideNav navigation(BackendSlot backend, List<ShellPage> pages) {
        SideNav nav = new SideNav();
        nav.getElement().setAttribute("aria-label", "Main");
        for (ShellPage page : pages) {
            SideNavItem item = item(page);
            if (page.path().equals(APPROVALS)) {
                item.setSuffixComponent(new Waiting(backend, Person.current()));
            }
            nav.addItem(item);
        }
        return nav;
    }

    private static SideNavItem item(ShellPage page) {
        SideNavItem item = new SideNavItem(page.label(), page.path(), page.icon().create());
        item.setMatchNested(!page.path().isEmpty());
        return item;
    }

    private static Anchor skipLink() {
        Anchor skip = new Anchor("#" + CONTENT, "Skip to the page");
        skip.addClassName("skip");
        skip.getElement().setAttribute("router-ignore", true);
        return skip;
    }
}
