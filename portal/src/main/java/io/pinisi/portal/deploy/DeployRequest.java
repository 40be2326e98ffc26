package io.pinisi.portal.deploy;

import java.util.List;

/**
 * What a person wants to run, where.
 *
 * @param manifest one or more YAML documents
 * @param namespace for documents that name none
 */
public record DeployRequest(
        String manifest, String namespace, List<String> clusters, Division division) {
    /** A manifest may be this long, in characters; the hub's own limit is higher. */
    public static final int LONGEST_MANIFEST = 1_000_000;

    public DeployRequest {
        clusters = List.copyOf(clusters);
    }
}
