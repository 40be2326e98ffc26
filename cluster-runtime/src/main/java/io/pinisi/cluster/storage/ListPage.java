package io.pinisi.cluster.storage;

import java.util.List;

/**
 * Objects in order of key, all at one revision.
 *
 * @param continueToken empty on the last page
 * @param remaining objects after this page, −1 where unknown
 */
public record ListPage(List<ApiObject> items, long revision, String continueToken, long remaining) {
    public ListPage {
        items = List.copyOf(items);
    }
}
