package io.pinisi.federation.deploy;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to run where.
 *
 * @param application names it; a label on every object and the name of its policy
 * @param namespace for documents that name none
 * @param documents parsed manifests in the order of the text; not changed
 * @param clusters at least one
 */
public record DeployRequest(
        String application,
        String namespace,
        List<ObjectNode> documents,
        List<String> clusters,
        Division division) {
    /** More documents than any application has. */
    public static final int DOCUMENTS_MAX = 500;

    public DeployRequest {
        documents = List.copyOf(documents);
        clusters = List.copyOf(clusters);
    }
}
