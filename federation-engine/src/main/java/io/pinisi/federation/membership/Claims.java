package io.pinisi.federation.membership;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.epoch.Claim;
import io.pinisi.federation.epoch.Fence;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Keeps this hub's claims with the Cluster objects, where its own backups have them too. */
final class Claims implements Fence.Ledger {
    private static final String KEPT = "pinisi.io/claims";
    private static final String MANAGER = "pinisi-membership";
    private static final String FENCED = "Fenced";

    private final ApiClient hub;
    private final BiConsumer<String, Condition> notes;
    private final MembershipListener listener;
    private volatile @Nullable String id;

    /**
     * @param notes told what is to stand in a Cluster's status
     */
    Claims(ApiClient hub, BiConsumer<String, Condition> notes, MembershipListener listener) {
        this.hub = hub;
        this.notes = notes;
        this.listener = listener;
    }

    @Override
    public String hub() {
        String known = id;
        if (known == null) {
            known = new MemberFacts(hub).id();
            id = known;
        }
        return known;
    }

    @Override
    public List<Claim> claims(String cluster) {
        return Claim.kept(hub(), annotation(cluster, KEPT));
    }

    @Override
    public void keep(String cluster, List<Claim> claims) {
        ObjectNode patch = Json.object();
        patch.putObject("metadata").putObject("annotations").put(KEPT, Claim.text(claims));
        hub.patch(path(cluster), PatchType.MERGE, patch, WriteOptions.by(MANAGER));
    }

    @Override
    public String consent(String cluster) {
        return annotation(cluster, Fence.CONSENT);
    }

    private String annotation(String cluster, String name) {
        return Objects.requireNonNullElse(Metadata.of(hub.get(path(cluster))).annotation(name), "");
    }

    @Override
    public void taken(String cluster) {
        if (Conditions.find(hub.get(path(cluster)).path("status"), FENCED).isPresent()) {
            notes.accept(
                    cluster, Condition.of(FENCED, false, "Taken", "the cluster is this hub's"));
        }
    }

    @Override
    public void fenced(String cluster, String why) {
        notes.accept(cluster, Condition.of(FENCED, true, "TakenByAnother", why));
    }

    @Override
    public void returned(String cluster, String why, ApiClient member) {
        listener.returned(cluster, why, member);
    }

    private static ResourcePath path(String cluster) {
        return ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(cluster));
    }
}
