package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is looked for over all clusters. Texts that are empty limit nothing.
 *
 * @param words in lower case, each of which must be found in the name, the namespace, the kind or
 *     the cluster
 * @param kind or plural name, or the beginning of one
 * @param limit how many are wanted, the best first
 */
public record SearchQuery(
        List<String> words,
        String kind,
        String namespace,
        String cluster,
        LabelSelector labels,
        int limit) {
    public static final int LIMIT_MAX = 500;
    private static final int TEXT_MAX = 1000;
    private static final int KIND_MIN = 2;

    public SearchQuery {
        words = List.copyOf(words);
        limit = Math.clamp(limit, 1, LIMIT_MAX);
    }

    /**
     * As people type it: words, and {@code kind:}, {@code ns:}, {@code cluster:} and {@code label:}
     * before what is to be just that.
     *
     * @throws ApiException BadRequest where a label is no selector
     */
    public static SearchQuery parse(String text, int limit) {
        if (text.length() > TEXT_MAX) {
            throw ApiException.badRequest("more than " + TEXT_MAX + " characters to look for");
        }
        List<String> words = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        String kind = "";
        String namespace = "";
        String cluster = "";
        for (String word : text.strip().split("\\s+")) {
            int colon = word.indexOf(':');
            String value = word.substring(colon + 1);
            switch (colon < 0 ? "" : word.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "kind" -> kind = value;
                case "ns", "namespace" -> namespace = value;
                case "cluster" -> cluster = value;
                case "label" -> labels.add(value);
                default -> words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        words.removeIf(String::isEmpty);
        return new SearchQuery(
                words,
                kind,
                namespace,
                cluster,
                LabelSelector.parse(String.join(",", labels)),
                limit);
    }

    /** The same, only in what these name; empty texts change nothing. */
    public SearchQuery within(String otherKind, String otherNamespace, String otherCluster) {
        return new SearchQuery(
                words,
                otherKind.isEmpty() ? kind : otherKind,
                otherNamespace.isEmpty() ? namespace : otherNamespace,
                otherCluster.isEmpty() ? cluster : otherCluster,
                labels,
                limit);
    }

    /** The same, with these labels instead. */
    public SearchQuery labelled(LabelSelector selector) {
        return new SearchQuery(words, kind, namespace, cluster, selector, limit);
    }

    boolean matches(FoundObject object) {
        return (cluster.isEmpty() || cluster.equals(object.cluster()))
                && (namespace.isEmpty() || namespace.equals(object.namespace()))
                && (kind.isEmpty() || isOfKind(object, kind.toLowerCase(Locale.ROOT)))
                && words.stream().allMatch(word -> isIn(object, word))
                && labels.matches(object.labels());
    }

    private static boolean isOfKind(FoundObject object, String wanted) {
        return object.kind().toLowerCase(Locale.ROOT).startsWith(wanted)
                || object.resource().resource().equals(wanted);
    }

    private static boolean isIn(FoundObject object, String word) {
        return object.key().name().contains(word)
                || object.namespace().contains(word)
                || object.cluster().startsWith(word)
                || (word.length() >= KIND_MIN && isOfKind(object, word));
    }

    /** The smaller, the more likely what was meant: by name, then by what a name begins with. */
    int distance(FoundObject object) {
        String name = object.key().name();
        int distance = 2;
        for (String word : words) {
            if (name.equals(word)) {
                return 0;
            }
            if (name.startsWith(word)) {
                distance = 1;
            }
        }
        return distance;
    }
}
