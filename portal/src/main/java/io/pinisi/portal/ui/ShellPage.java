package io.pinisi.portal.ui;

import java.util.List;

/**
 * A page that is always there: in the navigation, and to be found by its name.
 *
 * @param path without a leading slash
 */
record ShellPage(String label, String path, Icon icon) {
    static final String APPROVALS = "approvals";

    /**
     * Pages that belong together in the navigation.
     *
     * @param title empty for the first, which needs none
     */
    record Group(String title, List<ShellPage> pages) {}

    private static final Group FLEET =
            new Group(
                    "",
                    List.of(
                            new ShellPage("Overview", "", Icon.OVERVIEW),
                            new ShellPage("Clusters", "clusters", Icon.CLUSTERS),
                            new ShellPage("Applications", "applications", Icon.APPLICATIONS),
                            new ShellPage("Services", "services", Icon.SERVICES)));

    private static final Group CHANGE =
            new Group(
                    "Change",
                    List.of(
                            new ShellPage("Deploy", "deploy", Icon.DEPLOY),
                            new ShellPage("Policies", "policies", Icon.POLICIES),
                            new ShellPage("Rollouts", "rollouts", Icon.ROLLOUTS),
                            new ShellPage("Approvals", APPROVALS, Icon.APPROVALS)));

    private static final Group OPERATE =
            new Group(
                    "Operate",
                    List.of(
                            new ShellPage("Propagation", "propagation", Icon.PROPAGATION),
                            new ShellPage("Drift", "drift", Icon.DRIFT),
                            new ShellPage("Failover drill", "drill", Icon.DRILL),
                            new ShellPage("Rebalance", "rebalance", Icon.REBALANCE),
                            new ShellPage("Stranded replicas", "stranded", Icon.STRANDED)));

    private static final Group REVIEW =
            new Group(
                    "Review",
                    List.of(
                            new ShellPage("Activity", "audit", Icon.ACTIVITY),
                            new ShellPage("Time travel", "history", Icon.HISTORY)));

    private static final ShellPage TENANTS = new ShellPage("Tenants", "tenants", Icon.TENANTS);
    private static final ShellPage PEOPLE = new ShellPage("People", "people", Icon.USER);

    /** In the order of the navigation. */
    static List<Group> groups(Audience audience) {
        List<ShellPage> access =
                switch (audience) {
                    case EVERYBODY -> List.of(TENANTS);
                    case OPERATORS -> List.of(TENANTS, PEOPLE);
                };
        return List.of(FLEET, CHANGE, OPERATE, REVIEW, new Group("Access", access));
    }

    /** For whom the pages are. */
    enum Audience {
        EVERYBODY,
        OPERATORS
    }
}
