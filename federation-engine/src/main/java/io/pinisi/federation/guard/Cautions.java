package io.pinisi.federation.guard;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Until when deletes in a cluster that came back from a backup wait for a person. It stands on the
 * Cluster, so that it outlasts the engine.
 *
 * @param hub where Clusters are
 * @param fuse that holds the deletes
 */
public record Cautions(ApiClient hub, Fuse fuse) {
    /** Annotation of a Cluster: the end of the caution. */
    private static final String UNTIL = "pinisi.io/deletes-wait-until";

    private static final WriteOptions OPTIONS = WriteOptions.by("pinisi-fuse");

    /** Kept before anything else is done, so that no stop of the engine cuts it short. */
    public void begin(String cluster) {
        Instant until = fuse.caution();
        fuse.arm(cluster, until);
        ObjectNode patch = Json.object();
        patch.putObject("metadata").putObject("annotations").put(UNTIL, until.toString());
        hub.patch(
                ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(cluster)),
                PatchType.MERGE,
                patch,
                OPTIONS);
    }

    /** What an engine before this one began. What nobody can read is a caution that begins now. */
    public void goOn(ObjectNode cluster) {
        String kept = Metadata.of(cluster).annotation(UNTIL);
        if (kept != null) {
            fuse.arm(Metadata.of(cluster).name(), moment(kept));
        }
    }

    private Instant moment(String kept) {
        try {
            return Instant.parse(kept);
        } catch (DateTimeParseException e) {
            return fuse.caution();
        }
    }
}
