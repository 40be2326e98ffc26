package io.pinisi.federation.access;

import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import java.util.Set;

/**
 * Keeps everyone but the engine, {@code system:masters} included, from writing decisions, and how
 * far a rollout is: ResourceBindings, ClusterResourceBindings and Works are views of what the
 * engine decided, and an edited one would say what is not so. Those who empty namespaces and
 * collect garbage may delete them; the inventory in their finalizers keeps them until members are
 * clean.
 */
public final class EngineOnly implements Authorizer {
    private static final String GROUP = "work.karmada.io";
    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final Set<String> DELETES = Set.of("delete", "deletecollection");
    private static final Set<String> JANITORS =
            Set.of(
                    "system:serviceaccount:kube-system:namespace-controller",
                    "system:serviceaccount:kube-system:generic-garbage-collector");

    @Override
    public Decision authorize(Attributes attributes) {
        boolean ours = attributes.group().equals(GROUP) || isProgress(attributes);
        if (!ours || READS.contains(attributes.verb())) {
            return new Decision.NoOpinion();
        }
        String user = attributes.user().name();
        boolean janitor = JANITORS.contains(user) && DELETES.contains(attributes.verb());
        if (janitor || user.equals(EngineAccess.ENGINE.name())) {
            return new Decision.NoOpinion();
        }
        if (isProgress(attributes)) {
            return new Decision.Denied(
                    "only the federation engine writes how far a rollout is; say in its spec what"
                            + " you want of it");
        }
        return new Decision.Denied(
                attributes.resource().equals("works")
                        ? "only the federation engine says what a cluster is to have; change the"
                                + " object on the hub, or its policy, and this follows"
                        : "only the federation engine writes this; change spec.placement of the"
                              + " policy, or the object that spec.resource names, and it follows");
    }

    /** What stands there decides which state of an object each cluster gets. */
    private static boolean isProgress(Attributes attributes) {
        return attributes.group().equals("pinisi.io")
                && attributes.resource().equals("rollouts")
                && attributes.subresource().equals("status");
    }
}
