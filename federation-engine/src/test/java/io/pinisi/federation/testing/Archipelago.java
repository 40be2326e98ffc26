package io.pinisi.federation.testing;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.federation.Federation;
import io.pinisi.federation.FederationAssembly;
import io.pinisi.federation.FederationOptions;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.HealthPolicy;
import io.pinisi.federation.membership.Members;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A hub with its engine, and members that it knows by their kubeconfigs over TLS. */
public final class Archipelago implements AutoCloseable {
    private static final HealthPolicy QUICK =
            new HealthPolicy(Duration.ofMillis(200), 2, 1, Duration.ofMillis(500));

    private final TestCluster hub;
    private final Map<String, TestCluster> members = new TreeMap<>();
    private @Nullable Federation federation;

    public Archipelago(List<String> names) {
        this.hub = new TestCluster("hub", Profile.HUB, FederationKinds.extraKinds()).start();
        for (String name : names) {
            members.put(name, new TestCluster(name, Profile.CLUSTER, List.of()).start());
        }
    }

    public Archipelago withControllers() {
        members.values().forEach(TestCluster::startControllers);
        return this;
    }

    /** Starts the engine and joins all members. */
    public Archipelago federate() throws InterruptedException {
        Set<String> addresses =
                members.values().stream().map(TestCluster::hostPort).collect(Collectors.toSet());
        Federation started =
                FederationAssembly.start(
                        FederationOptions.of(hub.admin()).allowing(addresses).withHealth(QUICK));
        federation = started;
        members.forEach(
                (name, member) ->
                        started.members()
                                .ensure(
                                        hub.admin(),
                                        new Members.Join(
                                                name,
                                                member.kubeconfig(),
                                                Map.of("name", name),
                                                "",
                                                "",
                                                List.of())));
        return this;
    }

    public void stopEngine() {
        if (federation != null) {
            federation.close();
            federation = null;
        }
    }

    public ApiClient hub() {
        return hub.admin();
    }

    public TestCluster member(String name) {
        TestCluster member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException(name);
        }
        return member;
    }

    public Federation federation() {
        if (federation == null) {
            throw new IllegalStateException("the engine is stopped");
        }
        return federation;
    }

    @Override
    public void close() {
        stopEngine();
        hub.close();
        members.values().forEach(TestCluster::close);
    }
}
