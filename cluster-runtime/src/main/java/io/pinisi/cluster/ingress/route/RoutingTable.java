package io.pinisi.cluster.ingress.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All routes. The host that a request names decides first: routes of exactly this host, then of a
 * host with a star for its first label, then those for every host.
 */
public final class RoutingTable {
    private static final String ANY = "";
    private static final String STAR = "*.";

    private final Map<String, List<Route>> byHost;
    private final Set<Target> targets;

    private RoutingTable(Map<String, List<Route>> byHost) {
        this.byHost = byHost;
        Set<Target> all = new HashSet<>();
        byHost.values()
                .forEach(routes -> routes.forEach(route -> all.addAll(route.pool().targets())));
        this.targets = Set.copyOf(all);
    }

    /**
     * @param host as the client names it, without the port
     * @param path without query, its escapes resolved
     */
    public Optional<Route> find(String host, String path) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        String parent = dot < 0 ? name : STAR + name.substring(dot + 1);
        for (String key : List.of(name, parent, ANY)) {
            for (Route route : byHost.getOrDefault(key, List.of())) {
                if (route.matches(path)) {
                    return Optional.of(route);
                }
            }
        }
        return Optional.empty();
    }

    /** Every place that a request may end at. */
    public Set<Target> targets() {
        return targets;
    }

    /** Collects routes; of equal ones the first that was added counts. */
    public static final class Builder {
        private final Map<String, List<Route>> byHost = new HashMap<>();

        /**
         * @param host empty for every host; a star may be its first label
         */
        public Builder add(String host, Route route) {
            byHost.computeIfAbsent(host.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(route);
            return this;
        }

        public RoutingTable build() {
            Map<String, List<Route>> sorted = new HashMap<>();
            byHost.forEach(
                    (host, routes) ->
                            sorted.put(host, routes.stream().sorted(Route.ORDER).toList()));
            return new RoutingTable(Map.copyOf(sorted));
        }
    }
}
