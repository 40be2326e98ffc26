package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.AffinityTerm;
import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Pods that must stand together, and pods that must not. */
final class InterPodAffinity implements FilterRule {
    private static final Verdict NOT_TOGETHER =
            Verdict.unfit("node(s) didn't match pod affinity rules");
    private static final Verdict TOO_CLOSE =
            Verdict.unfit("node(s) didn't match pod anti-affinity rules");
    private static final Verdict UNWELCOME =
            Verdict.unfit("node(s) didn't satisfy existing pods anti-affinity rules");

    @Override
    public String name() {
        return "InterPodAffinity";
    }

    /** One domain of one topology. */
    private record Domain(String key, String value) {}

    /** Where others are: the domains that refuse the pod, and those each of its terms finds. */
    private record Neighbourhood(
            Set<Domain> unwelcoming, Set<Domain> company, Set<Domain> enemies) {}

    @Override
    public Check prepare(PodFacts pod, ClusterSnapshot snapshot) {
        boolean picky = !pod.requiredAffinity().isEmpty() || !pod.requiredAntiAffinity().isEmpty();
        if (!picky && !snapshot.crowded()) {
            return node -> Verdict.FITS;
        }
        Neighbourhood found = new Neighbourhood(new HashSet<>(), new HashSet<>(), new HashSet<>());
        for (NodeState node : snapshot.nodes()) {
            for (PodFacts other : node.pods()) {
                look(pod, other, node, snapshot, found);
            }
        }
        return node -> judge(pod, node, snapshot, found);
    }

    private static void look(
            PodFacts pod,
            PodFacts other,
            NodeState node,
            ClusterSnapshot snapshot,
            Neighbourhood found) {
        for (AffinityTerm term : other.requiredAntiAffinity()) {
            if (term.matches(pod, snapshot.namespaceLabels(pod.namespace()))) {
                add(found.unwelcoming(), term, node);
            }
        }
        if (matchesAll(pod.requiredAffinity(), other, snapshot)) {
            pod.requiredAffinity().forEach(term -> add(found.company(), term, node));
        }
        for (AffinityTerm term : pod.requiredAntiAffinity()) {
            if (term.matches(other, snapshot.namespaceLabels(other.namespace()))) {
                add(found.enemies(), term, node);
            }
        }
    }

    private static boolean matchesAll(
            List<AffinityTerm> terms, PodFacts other, ClusterSnapshot snapshot) {
        return !terms.isEmpty()
                && terms.stream()
                        .allMatch(
                                term ->
                                        term.matches(
                                                other,
                                                snapshot.namespaceLabels(other.namespace())));
    }

    private static void add(Set<Domain> domains, AffinityTerm term, NodeState node) {
        String value = node.domain(term.topologyKey());
        if (value != null) {
            domains.add(new Domain(term.topologyKey(), value));
        }
    }

    private static Verdict judge(
            PodFacts pod, NodeState node, ClusterSnapshot snapshot, Neighbourhood found) {
        if (!hasCompany(pod, node, snapshot, found)) {
            return NOT_TOGETHER;
        }
        for (AffinityTerm term : pod.requiredAntiAffinity()) {
            String value = node.domain(term.topologyKey());
            if (value != null && found.enemies().contains(new Domain(term.topologyKey(), value))) {
                return TOO_CLOSE;
            }
        }
        for (Domain domain : found.unwelcoming()) {
            if (domain.value().equals(node.domain(domain.key()))) {
                return UNWELCOME;
            }
        }
        return Verdict.FITS;
    }

    /** The first of a group that wants to stand together may stand anywhere. */
    private static boolean hasCompany(
            PodFacts pod, NodeState node, ClusterSnapshot snapshot, Neighbourhood found) {
        boolean together = true;
        for (AffinityTerm term : pod.requiredAffinity()) {
            String value = node.domain(term.topologyKey());
            if (value == null) {
                return false;
            }
            together &= found.company().contains(new Domain(term.topologyKey(), value));
        }
        return together
                || (found.company().isEmpty() && matchesAll(pod.requiredAffinity(), pod, snapshot));
    }
}
