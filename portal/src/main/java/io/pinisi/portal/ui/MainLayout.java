package io.pinisi.portal.ui;

import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Nav;
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

    MainLayout(
            Sessions sessions,
            SingleSignOn singleSignOn,
            BackendSlot backend,
            InstantSource clock) {
        setPrimarySection(Section.DRAWER);
        addClassName("shell");
        List<ShellPage.Group> groups =
                ShellPage.groups(
                        singleSignOn.isOperator(Person.current())
                                ? ShellPage.Audience.OPERATORS
                                : ShellPage.Audience.EVERYBODY);
        List<ShellPage> pages = groups.stream().flatMap(group -> group.pages().stream()).toList();
        addToDrawer(brand(), navigation(backend, groups));
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

    private static Nav navigation(BackendSlot backend, List<ShellPage.Group> groups) {
        Nav main = new Nav();
        main.setAriaLabel("Main");
        for (ShellPage.Group group : groups) {
            SideNav nav = group.title().isEmpty() ? new SideNav() : new SideNav(group.title());
            group.pages().forEach(page -> nav.addItem(item(page, backend)));
            main.add(nav);
        }
        return main;
    }

    private static SideNavItem item(ShellPage page, BackendSlot backend) {
        SideNavItem item = item(page);
        if (page.path().equals(ShellPage.APPROVALS)) {
            item.setSuffixComponent(new Waiting(backend, Person.current()));
        }
        return item;
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
