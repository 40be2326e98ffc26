package io.pinisi.federation.membership;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.placement.NodeGrades;
import io.pinisi.federation.placement.ResourceAmounts;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a Cluster's status of what is known about its member. Pure. */
final class ClusterReport {
    private ClusterReport() {}

    /** The next status; parts that are not known now stay as they were. */
    static ObjectNode status(JsonNode cluster, Member member, Instant now) {
        ObjectNode status = begin(cluster.path("status"));
        condition(status, member.verdict(), now);
        member.discovered()
                .ifPresent(
                        discovered -> {
                            status.put("kubernetesVersion", discovered.version());
                            status.set("apiEnablements", discovered.apis());
                        });
        if (member.isInventoryKnown() && member.isReady()) {
            inventory(status, member.nodes(), member.pods());
            grade(
                    status.withObject("/resourceSummary"),
                    NodeGrades.grades(cluster.path("spec").path("resourceModels")),
                    member);
        }
        return status;
    }

    /** The status of a member that cannot even be dialled. */
    static ObjectNode unusable(JsonNode before, String message, Instant now) {
        ObjectNode status = begin(before);
        condition(
                status, new HealthJudge.Verdict("False", "ClusterCredentialInvalid", message), now);
        return status;
    }

    private static ObjectNode begin(JsonNode before) {
        return before instanceof ObjectNode object ? object.deepCopy() : Json.object();
    }

    private static void condition(ObjectNode status, HealthJudge.Verdict verdict, Instant now) {
        Conditions.set(
                status,
                new Conditions.Condition(
                        "Ready", verdict.status(), verdict.reason(), verdict.message()),
                now);
    }

    private static void inventory(
            ObjectNode status, Collection<NodeRow> nodes, Collection<PodRow> pods) {
        status.putObject("nodeSummary")
                .put("totalNum", nodes.size())
                .put("readyNum", (int) nodes.stream().filter(NodeRow::ready).count());
        ResourceAmounts allocatable =
                nodes.stream()
                        .filter(node -> node.ready() && node.schedulable())
                        .map(NodeRow::allocatable)
                        .reduce(ResourceAmounts.NONE, ResourceAmounts::plus);
        ObjectNode summary = status.putObject("resourceSummary");
        summary.set("allocatable", allocatable.tree());
        summary.set("allocating", requests(pods, false).tree());
        summary.set("allocated", requests(pods, true).tree());
    }

    private static void grade(ObjectNode summary, List<NodeGrades.Grade> grades, Member member) {
        if (grades.isEmpty()) {
            return;
        }
        Map<String, List<PodRow>> pods =
                member.pods().stream()
                        .filter(pod -> !pod.node().isEmpty())
                        .collect(Collectors.groupingBy(PodRow::node));
        List<ResourceAmounts> free =
                member.nodes().stream()
                        .filter(node -> node.ready() && node.schedulable())
                        .map(
                                node ->
                                        node.allocatable()
                                                .minus(
                                                        requests(
                                                                pods.getOrDefault(
                                                                        node.name(), List.of()),
                                                                true)))
                        .toList();
        NodeGrades.count(grades, free, summary.putArray("allocatableModelings"));
    }

    /** Of pods on a node, or of those that wait for one; pods count as a resource of their own. */
    static ResourceAmounts requests(Collection<PodRow> pods, boolean assigned) {
        ResourceAmounts sum = ResourceAmounts.NONE;
        for (PodRow pod : pods) {
            if (pod.holdsResources() && pod.node().isEmpty() != assigned) {
                sum = sum.plus(pod.requests()).plus(ResourceAmounts.ONE_POD);
            }
        }
        return sum;
    }
}
