package io.pinisi.portal.search;

/**
 * Something that was found.
 *
 * @param detail what sort of thing, and where
 * @param path of its page, without a leading slash
 */
public record Hit(Sort sort, String title, String detail, String path) {
    /** What a hit is, in the order in which they are shown. */
    public enum Sort {
        PAGE,
        CLUSTER,
        TENANT,
        OBJECT
    }
}
