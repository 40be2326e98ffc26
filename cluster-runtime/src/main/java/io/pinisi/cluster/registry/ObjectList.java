package io.pinisi.cluster.registry;

import io.pinisi.cluster.storage.ApiObject;
import java.util.List;

/**
 * One page of a list at one revision.
 *
 * @param continueToken empty on the last page
 * @param remaining objects after this page, −1 where unknown
 */
public record ObjectList(
        List<ApiObject> items, long revision, String continueToken, long remaining) {
    public ObjectList {
        items = List.copyOf(items);
    }
}
