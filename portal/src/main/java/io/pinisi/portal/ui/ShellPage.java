package io.pinisi.portal.ui;

import java.util.ArrayList;
import java.util.List;

/**
 * A page that is always there: in the navigation, and to be found by its name.
 *
 * @param path without a leading slash
 */
record ShellPage(String label, String path, Icon icon) {
    private static final List<ShellPage> EVERYBODYS =
            List.of(
                    new ShellPage("Overview", "", Icon.OVERVIEW),
                    new ShellPage("Clusters", "clusters", Icon.CLUSTERS),
                    new ShellPage("Applications", "applications", Icon.APPLICATIONS),
                    new ShellPage("Services", "services", Icon.SERVICES),
                    new ShellPage("Deploy", "deploy", Icon.DEPLOY),
                    new ShellPage("Policies", "policies", Icon.POLICIES),
                    new ShellPage("Rollouts", "rollouts", Icon.ROLLOUTS),
                    new ShellPage("Approvals", "approvals", Icon.APPROVALS),
                    new ShellPage("Propagation", "propagation", Icon.PROPAGATION),
                    new ShellPage("Drift", "drift", Icon.DRIFT),
                    new ShellPage("Failover drill", "drill", Icon.DRILL),
                    new ShellPage("Rebalance", "rebalance", Icon.REBALANCE),
                    new ShellPage("Stranded replicas", "stranded", Icon.STRANDED),
                    new ShellPage("Tenants", "tenants", Icon.TENANTS),
                    new ShellPage("Activity", "audit", Icon.ACTIVITY),
                    new ShellPage("Time travel", "history", Icon.HISTORY));

    private static final ShellPage PEOPLE = new ShellPage("People", "people", Icon.USER);

    /** In the order of the navigation. */
    static List<ShellPage> of(Audience audience) {
        List<ShellPage> pages = new ArrayList<>(EVERYBODYS);
        if (audience == Audience.OPERATORS) {
            pages.add(PEOPLE);
        }
        return List.copyOf(pages);
    }

    /** For whom the pages are. */
    enum Audience {
        EVERYBODY,
        OPERATORS
    }
}
