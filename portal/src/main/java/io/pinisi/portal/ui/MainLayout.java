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
        addToDrawer(brand(), navigation(backend, singleSignOn.isOperator(Person.current())));
        DrawerToggle toggle = new DrawerToggle();
        toggle.setAriaLabel("Navigation");
        Div space = new Div();
        space.addClassName("grow");
        addToNavbar(
                skipLink(),
                toggle,
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

    private static SideNav navigation(BackendSlot backend, boolean operator) {
        SideNav nav = new SideNav();
        SideNavItem approvals = item("Approvals", "approvals", Icon.APPROVALS);
        approvals.setSuffixComponent(new Waiting(backend, Person.current()));
        nav.getElement().setAttribute("aria-label", "Main");
        nav.addItem(
                item("Overview", "", Icon.OVERVIEW),
                item("Clusters", "clusters", Icon.CLUSTERS),
                item("Applications", "applications", Icon.APPLICATIONS),
                item("Services", "services", Icon.SERVICES),
                item("Deploy", "deploy", Icon.DEPLOY),
                item("Policies", "policies", Icon.POLICIES),
                item("Rollouts", "rollouts", Icon.ROLLOUTS),
                approvals,
                item("Propagation", "propagation", Icon.PROPAGATION),
                item("Drift", "drift", Icon.DRIFT),
                item("Failover drill", "drill", Icon.DRILL),
                item("Rebalance", "rebalance", Icon.REBALANCE),
                item("Tenants", "tenants", Icon.TENANTS),
                item("Activity", "audit", Icon.ACTIVITY),
                item("Time travel", "history", Icon.HISTORY));
        if (operator) {
            nav.addItem(item("People", "people", Icon.USER));
        }
        return nav;
    }

    private static SideNavItem item(String label, String path, Icon icon) {
        SideNavItem item = new SideNavItem(label, path, icon.create());
        item.setMatchNested(!path.isEmpty());
        return item;
    }

    private static Anchor skipLink() {
        Anchor skip = new Anchor("#" + CONTENT, "Skip to the page");
        skip.addClassName("skip");
        skip.getElement().setAttribute("router-ignore", true);
        return skip;
    }
}
