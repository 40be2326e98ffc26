package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.scheduler.Decision.NodeScore;
import io.pinisi.cluster.scheduler.Decision.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the node for one pod: asks the filters, scores what fits, takes the best. Pure; ties are
 * broken by a hash of pod and node, so that they fall evenly and yet always the same.
 */
public final class SchedulingCycle {
    /** In larger clusters a part of the nodes is searched; it is never less than this. */
    private static final int SEARCHED_MIN = 100;

    private static final int PERCENT_START = 50;
    private static final int NODES_PER_PERCENT = 125;
    private static final int PERCENT_MIN = 5;

    private final Profile profile;

    public SchedulingCycle(Profile profile) {
        this.profile = profile;
    }

    /**
     * @param start where in the list of nodes the search begins, so that all get their turn
     */
    public Decision decide(PodFacts pod, ClusterSnapshot snapshot, Kin kin, int start) {
        List<NodeState> fitting = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        filter(pod, snapshot, start, fitting, refusals);
        if (fitting.isEmpty()) {
            return new Decision.Unschedulable(snapshot.nodes().size(), refusals);
        }
        List<NodeScore> scores = score(new ScoreRule.Request(pod, snapshot, fitting, kin));
        return new Decision.Placement(scores.getFirst().node(), scores, refusals);
    }

    private void filter(
            PodFacts pod,
            ClusterSnapshot snapshot,
            int start,
            List<NodeState> fitting,
            List<Refusal> refusals) {
        List<FilterRule.Check> checks =
                profile.filters().stream().map(rule -> rule.prepare(pod, snapshot)).toList();
        int count = snapshot.nodes().size();
        int wanted = enough(count);
        for (int i = 0; i < count && fitting.size() < wanted; i++) {
            NodeState node = snapshot.nodes().get(Math.floorMod(start + i, count));
            Refusal refusal = refusal(snapshot.expected(node, pod), checks);
            if (refusal == null) {
                fitting.add(node);
            } else {
                refusals.add(refusal);
            }
        }
    }

    private static int enough(int nodes) {
        if (nodes <= SEARCHED_MIN) {
            return nodes;
        }
        int percent = Math.max(PERCENT_MIN, PERCENT_START - nodes / NODES_PER_PERCENT);
        return Math.max(SEARCHED_MIN, nodes * percent / 100);
    }

    private @Nullable Refusal refusal(NodeState node, List<FilterRule.Check> checks) {
        for (int i = 0; i < checks.size(); i++) {
            if (checks.get(i).judge(node) instanceof Verdict.Unfit(List<String> reasons)) {
                return new Refusal(node.name(), profile.filters().get(i).name(), reasons);
            }
        }
        return null;
    }

    private List<NodeScore> score(ScoreRule.Request request) {
        List<NodeState> nodes = request.nodes();
        long[] totals = new long[nodes.size()];
        List<Map<String, Long>> byRule = new ArrayList<>();
        nodes.forEach(node -> byRule.add(new HashMap<>()));
        for (Profile.Weighted weighted : profile.scores()) {
            long[] scores = weighted.rule().score(request);
            for (int i = 0; i < scores.length; i++) {
                totals[i] += scores[i] * weighted.weight();
                byRule.get(i).put(weighted.rule().name(), scores[i]);
            }
        }
        List<NodeScore> result = new ArrayList<>();
        for (int i = 0; i < totals.length; i++) {
            result.add(new NodeScore(nodes.get(i).name(), totals[i], byRule.get(i)));
        }
        String uid = request.pod().uid();
        result.sort(
                Comparator.comparingLong(NodeScore::total)
                        .reversed()
                        .thenComparingInt(score -> lot(uid, score.node()))
                        .thenComparing(NodeScore::node));
        return result;
    }

    /** A number that looks drawn by lot. */
    private static int lot(String uid, String node) {
        int hash = (uid + "/" + node).hashCode();
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
