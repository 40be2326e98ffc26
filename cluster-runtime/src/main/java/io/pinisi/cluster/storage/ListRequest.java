package io.pinisi.cluster.storage;

/**
 * One page of a list.
 *
 * @param limit 0 for all
 * @param continueToken of the page before, or empty
 */
public record ListRequest(
        Selection selection, Freshness freshness, int limit, String continueToken) {

    public static ListRequest of(Selection selection) {
        return new ListRequest(selection, new Freshness.Cached(), 0, "");
    }
}
