package io.pinisi.cluster.client;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One page of a list; {@code continueToken} is empty on the last one. */
public record ObjectPage(List<ObjectNode> items, String resourceVersion, String continueToken) {
    public ObjectPage {
        items = List.copyOf(items);
    }
}
