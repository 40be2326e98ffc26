package io.pinisi.portal.history;

/**
 * What of the past is asked for.
 *
 * @param source {@link #HUB}, the name of a cluster, or {@link #EVERYWHERE}
 * @param namespace empty for all
 */
public record PastScope(String source, String namespace) {
    public static final String HUB = "hub";
    public static final String EVERYWHERE = "*";
}
