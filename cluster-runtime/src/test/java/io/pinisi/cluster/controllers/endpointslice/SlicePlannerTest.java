package io.pinisi.cluster.controllers.endpointslice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SlicePlannerTest {
    private static final String SERVICE =
            """
            {'metadata': {'name': 'web', 'namespace': 'a', 'uid': 's', 'labels': {'x': 'y'}},
             'spec': {'clusterIP': '10.0.0.1', 'selector': {'app': 'web'}, 'ports':
              [{'name': 'http', 'port': 80, 'targetPort': 'web', 'protocol': 'TCP'}]}}
            """;
    private final ServiceView service = new ServiceView(ControllerBench.tree(SERVICE));

    private static PodView pod(int number, int port, boolean ready, String more) {
        return new PodView(
                ControllerBench.tree(
                        """
                        {'metadata': {'name': 'pod-%03d', 'namespace': 'a', 'uid': 'u%d'%s},
                         'spec': {'nodeName': 'n1', 'containers': [{'name': 'c', 'ports':
                          [{'name': 'web', 'containerPort': %d, 'protocol': 'TCP'}]}]},
                         'status': {'phase': 'Running', 'podIP': '10.1.0.%d',
                          'podIPs': [{'ip': '10.1.0.%d'}],
                          'conditions': [{'type': 'Ready', 'status': '%s'}]}}
                        """
                                .formatted(
                                        number,
                                        number,
                                        more,
                                        port,
                                        number,
                                        number,
                                        ready ? "True" : "False")));
    }

    private static List<PodView> pods(int count) {
        List<PodView> pods = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            pods.add(pod(i, 8080, true, ""));
        }
        return pods;
    }

    private List<SliceAction> plan(List<PodView> pods, List<ObjectNode> slices) {
        return SlicePlanner.plan(service, pods, slices, node -> "z1");
    }

    private static ObjectNode created(List<SliceAction> actions, int index) {
        return assertInstanceOf(SliceAction.Create.class, actions.get(index)).slice();
    }

    @Test
    void endpointSaysAllThatReadersNeed() {
        ObjectNode slice = created(plan(pods(1), List.of()), 0);
        assertEquals("IPv4", slice.path("addressType").asString());
        assertEquals("web", slice.at("/metadata/labels/kubernetes.io~1service-name").asString());
        assertEquals("y", slice.at("/metadata/labels/x").asString());
        assertEquals("s", slice.at("/metadata/ownerReferences/0/uid").asString());
        assertEquals(
                ControllerBench.tree(
                        """
                        {'addresses': ['10.1.0.1'],
                         'conditions': {'ready': true, 'serving': true, 'terminating': false},
                         'nodeName': 'n1', 'targetRef': {'kind': 'Pod', 'namespace': 'a',
                          'name': 'pod-001', 'uid': 'u1'}, 'zone': 'z1'}
                        """),
                slice.at("/endpoints/0"));
        assertEquals(
                ControllerBench.tree("{'name': 'http', 'port': 8080, 'protocol': 'TCP'}"),
                slice.at("/ports/0"));
    }

    @Test
    void terminatingPodServesButIsNotReady() {
        PodView going = pod(1, 8080, true, ", 'deletionTimestamp': '2026-01-01T00:00:00Z'");
        JsonNode conditions =
                created(plan(List.of(going), List.of()), 0).at("/endpoints/0/conditions");
        assertEquals(
                ControllerBench.tree("{'ready': false, 'serving': true, 'terminating': true}"),
                conditions);
    }

    @Test
    void slicesHoldAtMostAHundred() {
        List<SliceAction> actions = plan(pods(230), List.of());
        assertEquals(3, actions.size());
        assertEquals(100, created(actions, 0).path("endpoints").size());
        assertEquals(30, created(actions, 2).path("endpoints").size());
    }

    @Test
    void podsWithAnotherPortGetTheirOwnSlice() {
        List<SliceAction> actions =
                plan(List.of(pod(1, 8080, true, ""), pod(2, 9090, true, "")), List.of());
        assertEquals(2, actions.size());
        assertEquals(9090, created(actions, 1).at("/ports/0/port").asInt());
    }

    @Test
    void nothingChangedMeansNothingWritten() {
        ObjectNode slice = created(plan(pods(3), List.of()), 0);
        assertEquals(List.of(), plan(pods(3), List.of(slice)));
    }

    @Test
    void changedReadinessRewritesOneSliceAlone() {
        List<SliceAction> first = plan(pods(150), List.of());
        List<ObjectNode> slices = List.of(created(first, 0), created(first, 1));
        List<PodView> changed = new ArrayList<>(pods(149));
        changed.add(pod(150, 8080, false, ""));
        List<SliceAction> actions = plan(changed, slices);
        assertEquals(1, actions.size());
        ObjectNode updated = assertInstanceOf(SliceAction.Update.class, actions.getFirst()).slice();
        assertEquals(50, updated.path("endpoints").size());
    }

    @Test
    void serviceWithoutBackendsKeepsOneEmptySlice() {
        ObjectNode slice = created(plan(List.of(), List.of()), 0);
        assertTrue(slice.path("endpoints").isEmpty());
        assertEquals(List.of(), plan(List.of(), List.of(slice)));
    }

    @Test
    void emptiedSlicesGoWhenOthersServe() {
        List<SliceAction> first = plan(pods(150), List.of());
        List<ObjectNode> slices = List.of(created(first, 0), created(first, 1));
        List<SliceAction> actions = plan(pods(100), slices);
        assertEquals(1, actions.size());
        assertInstanceOf(SliceAction.Delete.class, actions.getFirst());
    }

    @Test
    void legacyObjectTellsReadyFromNotReady() {
        ObjectNode endpoints =
                EndpointsPlanner.plan(
                        service, List.of(pod(1, 8080, true, ""), pod(2, 8080, false, "")));
        assertEquals(1, endpoints.path("subsets").size());
        assertEquals("10.1.0.1", endpoints.at("/subsets/0/addresses/0/ip").asString());
        assertEquals("10.1.0.2", endpoints.at("/subsets/0/notReadyAddresses/0/ip").asString());
        assertEquals(8080, endpoints.at("/subsets/0/ports/0/port").asInt());
    }
}
