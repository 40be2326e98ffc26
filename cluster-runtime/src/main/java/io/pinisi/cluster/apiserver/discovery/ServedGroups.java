package io.pinisi.cluster.apiserver.discovery;

import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The definitions by group and version, in the order discovery shows them: the core group first,
 * then by name; versions newest and most stable first.
 */
public final class ServedGroups {
    private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

    private final Map<String, Map<String, List<Served>>> groups = new TreeMap<>();

    /** One resource in one version. */
    public record Served(ResourceDefinition definition, ResourceDefinition.Version version) {}

    public ServedGroups(List<ResourceDefinition> definitions) {
        for (ResourceDefinition definition : definitions) {
            for (ResourceDefinition.Version version : definition.versions()) {
                if (version.served()) {
                    groups.computeIfAbsent(
                                    definition.resource().group(),
                                    _ -> new TreeMap<>(stableFirst()))
                            .computeIfAbsent(version.name(), _ -> new ArrayList<>())
                            .add(new Served(definition, version));
                }
            }
        }
        Comparator<Served> byName =
                Comparator.comparing(served -> served.definition().resource().resource());
        groups.values().forEach(v -> v.values().forEach(served -> served.sort(byName)));
    }

    /** Versions by group; the core group is {@code ""}. */
    public Map<String, Map<String, List<Served>>> all() {
        return groups;
    }

    public Map<String, List<Served>> versions(String group) {
        return groups.getOrDefault(group, Map.of());
    }

    /** v2, v1, v1beta2, v1beta1, v1alpha1, then others by name. */
    static Comparator<String> stableFirst() {
        return Comparator.comparing(ServedGroups::rank)
                .reversed()
                .thenComparing(Comparator.naturalOrder());
    }

    private static long rank(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return -1;
        }
        int stability = matcher.group(2) == null ? 2 : matcher.group(2).equals("beta") ? 1 : 0;
        long minor = matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3));
        return stability * 1_000_000L + Long.parseLong(matcher.group(1)) * 1_000L + minor;
    }
}
