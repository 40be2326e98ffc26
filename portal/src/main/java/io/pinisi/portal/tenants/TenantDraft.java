package io.pinisi.portal.tenants;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tenant as operators write it in a form.
 *
 * @param projects display names, which may be empty, by namespace
 * @param clusters that are allowed by name
 * @param labels of clusters that are allowed too; all of them have to match
 * @param perProject whether the limits are for each project and not for all together
 * @param hard amounts by what is limited
 * @param registries where images may come from; empty for any
 */
public record TenantDraft(
        String name,
        String displayName,
        List<Member> members,
        Map<String, String> projects,
        List<String> clusters,
        Map<String, String> labels,
        boolean perProject,
        Map<String, String> hard,
        List<String> registries,
        String podSecurity) {
    public static final TenantDraft EMPTY =
            new TenantDraft(
                    "",
                    "",
                    List.of(new Member("owner", "Group", "")),
                    Map.of(),
                    List.of(),
                    Map.of(),
                    false,
                    Map.of(),
                    List.of(),
                    "baseline");

    /**
     * What the hub does not take.
     *
     * @param field path as the hub names it, for example {@code spec.members[0].name}
     */
    public record Fault(String field, String text) {}

    public TenantDraft {
        members = List.copyOf(members);
        projects = Collections.unmodifiableMap(new LinkedHashMap<>(projects));
        clusters = List.copyOf(clusters);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        hard = Collections.unmodifiableMap(new LinkedHashMap<>(hard));
        registries = List.copyOf(registries);
    }
}
