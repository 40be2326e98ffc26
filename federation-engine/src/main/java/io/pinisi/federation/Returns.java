package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.guard.Cautions;
import io.pinisi.federation.membership.Member;
import io.pinisi.federation.propagation.Comparison;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clusters that come back, from an absence or from an old backup: they are compared with the
 * decisions, what is about to be done is put on record, and only then it is done.
 */
record Returns(Parts parts) {
    private static final Logger LOG = LoggerFactory.getLogger(Returns.class);
    private static final String COMPARED = "Compared";

    /** It was away; until it is compared nothing is deleted in it. */
    void fromAbsence(Member member) {
        String cluster = member.name();
        parts.clusters.beginComparing(cluster);
        Thread.ofVirtual()
                .name("compare-" + cluster)
                .start(
                        () -> {
                            try {
                                compare(cluster, "BackAfterAbsence", "", member.api());
                            } catch (ApiException e) {
                                LOG.debug("not compared cluster={}: {}", cluster, e.getMessage());
                            } finally {
                                parts.clusters.endComparing(cluster);
                            }
                        });
    }

    /** Before anything is done in it: a caution of an engine before this one goes on. */
    void connected(String cluster) {
        parts.membership.cluster(cluster).ifPresent(cautions()::goOn);
    }

    private Cautions cautions() {
        return new Cautions(parts.hub, parts.holds.fuse());
    }

    /** It is not what this hub left there: for a while deletes in it wait for a person. */
    void fromBackup(String cluster, String why, ApiClient member) {
        cautions().begin(cluster);
        compare(cluster, "BackFromBackup", why + "; ", member);
        parts.routes.renew(cluster);
    }

    private void compare(String cluster, String reason, String why, ApiClient member) {
        Comparison comparison =
                Comparison.of(cluster, member, parts.templates, parts.bindings, parts.desires);
        String message = why + "compared before any change: " + comparison;
        LOG.info("cluster={} reason={} {}", cluster, reason, message);
        parts.membership.note(cluster, Condition.of(COMPARED, true, reason, message));
        if (!comparison.isEmpty() || !why.isEmpty()) {
            parts.membership
                    .cluster(cluster)
                    .ifPresent(object -> parts.events.warning(object, reason, message));
        }
    }
}
