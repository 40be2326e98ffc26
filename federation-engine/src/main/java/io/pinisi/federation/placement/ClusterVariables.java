package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a text may say of the cluster it is meant for, in braces behind a dollar sign: cluster.name,
 * cluster.provider, cluster.region, cluster.zone, cluster.labels[KEY] and cluster.variables[NAME].
 * A second dollar sign before it makes it stand for itself; every other text is left as it is,
 * because it may be a shell's. Strict: a name that does not exist, or that the cluster has no value
 * for, is a fault. Pure.
 */
public final class ClusterVariables {
    /** Annotations of a Cluster that begin so declare variables of its own. */
    public static final String DECLARED = "variables.pinisi.io/";

    private static final String BEGIN = "${cluster.";
    private static final String KNOWN =
            "known are name, provider, region, zone, labels[KEY] and variables[NAME]";

    private ClusterVariables() {}

    /** A variable by its name. */
    private sealed interface Reference {
        record Field(String name) implements Reference {}

        record Label(String key) implements Reference {}

        record Declared(String name) implements Reference {}
    }

    /** Those that annotations of a Cluster declare. */
    public static Map<String, String> declared(Map<String, String> annotations) {
        Map<String, String> declared = new TreeMap<>();
        annotations.forEach(
                (key, value) -> {
                    if (key.startsWith(DECLARED)) {
                        declared.put(key.substring(DECLARED.length()), value);
                    }
                });
        return declared;
    }

    /** Whether expanding the text may give another one. */
    public static boolean isIn(String text) {
        return text.contains(BEGIN);
    }

    /** What is wrong with the text whatever the cluster; empty where nothing is. */
    public static List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        try {
            expand(text, reference -> "");
        } catch (ApiException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return faults;
    }

    /**
     * The text for a cluster.
     *
     * @throws ApiException where a variable is not known, or has no value there
     */
    public static String expand(String text, ClusterFacts cluster) {
        return expand(text, reference -> value(reference, cluster));
    }

    private static String expand(String text, Function<Reference, String> values) {
        StringBuilder expanded = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, from)) {
            if (at > from && text.charAt(at - 1) == '$') {
                expanded.append(text, from, at - 1).append(BEGIN);
                from = at + BEGIN.length();
                continue;
            }
            int end = text.indexOf('}', at);
            if (end < 0) {
                throw ApiException.badRequest("\"" + text.substring(at) + "\" lacks its }");
            }
            String name = text.substring(at + BEGIN.length(), end);
            expanded.append(text, from, at).append(values.apply(reference(name)));
            from = end + 1;
        }
        return expanded.append(text, from, text.length()).toString();
    }

    private static Reference reference(String name) {
        Optional<String> label = inBrackets(name, "labels");
        Optional<String> declared = inBrackets(name, "variables");
        if (label.isPresent()) {
            return new Reference.Label(label.get());
        }
        if (declared.isPresent()) {
            return new Reference.Declared(declared.get());
        }
        return switch (name) {
            case "name", "provider", "region", "zone" -> new Reference.Field(name);
            default ->
                    throw ApiException.badRequest(
                            "${cluster." + name + "} is no variable: " + KNOWN);
        };
    }

    private static Optional<String> inBrackets(String name, String list) {
        boolean fits = name.startsWith(list + "[") && name.endsWith("]");
        String key = fits ? name.substring(list.length() + 1, name.length() - 1) : "";
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    private static String value(Reference reference, ClusterFacts cluster) {
        return switch (reference) {
            case Reference.Field(String name) -> field(name, cluster);
            case Reference.Label(String key) ->
                    required(cluster.labels().getOrDefault(key, ""), "label " + key, cluster);
            case Reference.Declared(String name) ->
                    required(
                            cluster.variables().getOrDefault(name, ""),
                            "variable " + name + " (annotation " + DECLARED + name + ")",
                            cluster);
        };
    }

    private static String field(String name, ClusterFacts cluster) {
        return switch (name) {
            case "provider" -> required(cluster.provider(), "provider", cluster);
            case "region" -> required(cluster.region(), "region", cluster);
            case "zone" -> zone(cluster);
            default -> cluster.name();
        };
    }

    private static String zone(ClusterFacts cluster) {
        if (cluster.zones().size() > 1) {
            throw ApiException.badRequest(
                    "cluster \"" + cluster.name() + "\" is in more than one zone");
        }
        return required(String.join("", cluster.zones()), "zone", cluster);
    }

    private static String required(String value, String what, ClusterFacts cluster) {
        if (value.isEmpty()) {
            throw ApiException.badRequest("cluster \"" + cluster.name() + "\" has no " + what);
        }
        return value;
    }
}
