package io.pinisi.cluster.apiserver.fairness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which schema a request meets, with the objects that every server begins with. */
class FlowConfigurationTest {
    private static final int SEATS = 600;
    private static final FlowConfiguration CONFIGURATION = configuration(SEATS);

    private static FlowConfiguration configuration(int seats) {
        BootstrapFlows bootstrap = BootstrapFlows.load();
        return FlowConfiguration.initial(seats)
                .with(
                        bootstrap.schemas().stream().map(FlowSchema::of).toList(),
                        bootstrap.levels().stream().map(PriorityLevel::of).toList(),
                        seats);
    }

    private static RequestInfo resource(
            String verb, String apiVersion, String resource, String subresource, String namespace) {
        return new RequestInfo.ResourceRequest(
                verb,
                "/x",
                GroupVersionResource.of(apiVersion, resource),
                subresource,
                namespace.equals("-") ? null : namespace,
                null,
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "ann, system:masters, list, v1, pods, '', -, exempt",
        "ann, system:authenticated, list, v1, pods, '', default, global-default",
        "system:node:a, system:nodes, update, v1, nodes, status, -, system-node-high",
        "system:node:a, system:nodes, update, coordination.k8s.io/v1, leases, '', x,"
                + " system-node-high",
        "system:node:a, system:nodes, get, v1, secrets, '', x, system-nodes",
        "system:kube-scheduler, system:authenticated, create, v1, pods, binding, x,"
                + " kube-scheduler",
        "system:kube-scheduler, system:authenticated, update, coordination.k8s.io/v1, leases, '',"
                + " kube-system, system-leader-election",
        "system:serviceaccount:kube-system:endpoint-controller, system:serviceaccounts, update,"
                + " v1, endpoints, '', x, endpoint-controller",
        "system:serviceaccount:kube-system:job-controller, system:serviceaccounts, list, v1, pods,"
                + " '', -, kube-system-service-accounts",
        "system:serviceaccount:shop:bot, system:serviceaccounts, list, v1, pods, '', shop,"
                + " service-accounts",
        "nobody, strangers, list, v1, pods, '', shop, catch-all",
    })
    void requestsForResources(
            String user,
            String group,
            String verb,
            String apiVersion,
            String resource,
            String subresource,
            String namespace,
            String schema) {
        assertEquals(
                schema,
                CONFIGURATION
                        .classify(
                                UserInfo.of(user, group),
                                resource(verb, apiVersion, resource, subresource, namespace))
                        .schema()
                        .name());
    }

    @ParameterizedTest
    @CsvSource({
        "/healthz, probes",
        "/readyz, probes",
        "/readyz/bootstrap, global-default",
        "/version, global-default",
    })
    void otherRequests(String path, String schema) {
        UserInfo user = UserInfo.of("system:anonymous", UserInfo.UNAUTHENTICATED);
        RequestInfo request = new RequestInfo.NonResourceRequest("get", path);
        assertEquals(schema, CONFIGURATION.classify(user, request).schema().name());
    }

    @ParameterizedTest
    @CsvSource({
        "catch-all, 13",
        "system, 74",
        "node-high, 98",
        "leader-election, 25",
        "workload-high, 98",
        "workload-low, 245",
        "global-default, 49",
    })
    void seatsAreSharedOutByShares(String level, int seats) {
        FairQueues queues = Objects.requireNonNull(CONFIGURATION.queuesOf(level));
        assertEquals(seats, queues.seats());
    }

    @Test
    void theExemptLevelHasNoQueues() {
        assertNull(CONFIGURATION.queuesOf("exempt"));
    }

    @Test
    void aSchemaWithoutItsLevelMatchesNothing() {
        BootstrapFlows bootstrap = BootstrapFlows.load();
        FlowConfiguration without =
                FlowConfiguration.initial(SEATS)
                        .with(
                                bootstrap.schemas().stream().map(FlowSchema::of).toList(),
                                bootstrap.levels().stream()
                                        .map(PriorityLevel::of)
                                        .filter(level -> !level.name().equals("global-default"))
                                        .toList(),
                                SEATS);
        UserInfo ann = UserInfo.of("ann", UserInfo.AUTHENTICATED);
        RequestInfo list = resource("list", "v1", "pods", "", "default");
        assertEquals("catch-all", without.classify(ann, list).schema().name());
    }

    @Test
    void flowsAreToldApartAsTheSchemaSays() {
        RequestInfo here = resource("list", "v1", "pods", "", "here");
        RequestInfo there = resource("list", "v1", "pods", "", "there");
        UserInfo ann = UserInfo.of("ann", UserInfo.AUTHENTICATED);
        UserInfo bob = UserInfo.of("bob", UserInfo.AUTHENTICATED);
        FlowSchema byUser = CONFIGURATION.classify(ann, here).schema();
        assertEquals(byUser.flow(ann, here), byUser.flow(ann, there));
        assertNotEquals(byUser.flow(ann, here), byUser.flow(bob, here));
        UserInfo scheduler = UserInfo.of("system:kube-scheduler", UserInfo.AUTHENTICATED);
        FlowSchema byNamespace = CONFIGURATION.classify(scheduler, here).schema();
        assertNotEquals(byNamespace.flow(scheduler, here), byNamespace.flow(scheduler, there));
    }
}
