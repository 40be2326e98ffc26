package io.pinisi.cluster.ingress;

import io.pinisi.cluster.ingress.IngressPlan.Problem;
import io.pinisi.cluster.ingress.gateway.Identity;
import io.pinisi.cluster.ingress.route.Pool;
import io.pinisi.cluster.ingress.route.Route;
import io.pinisi.cluster.ingress.route.RoutingTable;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes routes and certificates of ingresses; the oldest ingress first. */
public final class IngressPlanner {
    private static final Comparator<ObjectNode> OLDEST =
            Comparator.comparing(IngressPlanner::created)
                    .thenComparing(ingress -> Metadata.key(ingress).toString());

    private final IngressFacts facts;
    private final Pools pools;
    private final RoutingTable.Builder routes = new RoutingTable.Builder();
    private final Map<String, Identity> identities = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /** The targets behind a service's port. */
    @FunctionalInterface
    public interface Pools {
        Pool of(ObjectNode ingress, ObjectKey service, JsonNode port);
    }

    private IngressPlanner(IngressFacts facts, Pools pools) {
        this.facts = facts;
        this.pools = pools;
    }

    /** Routes that end at the endpoints of one cluster. */
    public static IngressPlan plan(List<ObjectNode> ingresses, IngressFacts facts) {
        return plan(ingresses, facts, (_, service, port) -> Endpoints.of(service, port, facts));
    }

    /** Routes that end wherever {@code pools} says. */
    public static IngressPlan plan(List<ObjectNode> ingresses, IngressFacts facts, Pools pools) {
        IngressPlanner planner = new IngressPlanner(facts, pools);
        ingresses.stream().sorted(OLDEST).forEach(planner::add);
        return new IngressPlan(planner.routes.build(), planner.identities, planner.problems);
    }

    private static Instant created(ObjectNode ingress) {
        return Objects.requireNonNullElse(Metadata.of(ingress).creationTimestamp(), Instant.MAX);
    }

    private void add(ObjectNode ingress) {
        JsonNode spec = ingress.path("spec");
        Set<String> hosts = new LinkedHashSet<>();
        for (JsonNode rule : spec.path("rules")) {
            String host = rule.path("host").asString("");
            hosts.add(host);
            for (JsonNode path : rule.path("http").path("paths")) {
                routes.add(host, route(ingress, path));
            }
        }
        if (spec.has("defaultBackend")) {
            Route otherwise = Route.otherwise(pool(ingress, spec.path("defaultBackend")));
            (hosts.isEmpty() ? Set.of("") : hosts).forEach(host -> routes.add(host, otherwise));
        }
        for (JsonNode tls : spec.path("tls")) {
            addIdentity(ingress, tls, hosts);
        }
    }

    private Route route(ObjectNode ingress, JsonNode entry) {
        String path = entry.path("path").asString("");
        Pool pool = pool(ingress, entry.path("backend"));
        return entry.path("pathType").asString("").equals("Exact")
                ? Route.exact(path, pool)
                : Route.prefix(path.isEmpty() ? "/" : path, pool);
    }

    private Pool pool(ObjectNode ingress, JsonNode backend) {
        String namespace = Objects.requireNonNullElse(Metadata.of(ingress).namespace(), "");
        JsonNode service = backend.path("service");
        if (service.isMissingNode()) {
            return Pool.without(
                    namespace + "/" + backend.path("resource").path("name").asString(""),
                    "only services can be backends here");
        }
        return pools.of(
                ingress,
                new ObjectKey(namespace, service.path("name").asString("")),
                service.path("port"));
    }

    private void addIdentity(ObjectNode ingress, JsonNode tls, Set<String> ruled) {
        String name = tls.path("secretName").asString("");
        if (name.isEmpty()) {
            return;
        }
        Set<String> hosts = new TreeSet<>();
        tls.path("hosts").forEach(host -> hosts.add(host.asString("")));
        if (hosts.isEmpty()) {
            hosts.addAll(ruled);
        }
        identity(ingress, name)
                .ifPresent(
                        identity ->
                                hosts.stream()
                                        .filter(host -> !host.isEmpty())
                                        .map(host -> host.toLowerCase(Locale.ROOT))
                                        .forEach(host -> identities.putIfAbsent(host, identity)));
    }

    private Optional<Identity> identity(ObjectNode ingress, String name) {
        String namespace = Objects.requireNonNullElse(Metadata.of(ingress).namespace(), "");
        Optional<ObjectNode> secret = facts.secret(new ObjectKey(namespace, name));
        if (secret.isEmpty()) {
            problems.add(
                    new Problem(
                            ingress,
                            "NoCertificate",
                            "secret \"" + name + "\" of type kubernetes.io/tls is not there"));
            return Optional.empty();
        }
        try {
            return Optional.of(TlsSecret.read(secret.get()));
        } catch (GeneralSecurityException e) {
            problems.add(
                    new Problem(
                            ingress,
                            "InvalidCertificate",
                            "secret \"" + name + "\": " + e.getMessage()));
            return Optional.empty();
        }
    }
}
