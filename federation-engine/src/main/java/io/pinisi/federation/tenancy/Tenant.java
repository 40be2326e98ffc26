package io.pinisi.federation.tenancy;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.federation.placement.Territory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A Tenant object, read.
 *
 * @param projects names of namespaces
 * @param podSecurity a level of the pod security standards
 */
public record Tenant(
        String name,
        String displayName,
        List<Member> members,
        Set<String> projects,
        Territory territory,
        Optional<Quota> quota,
        Registries registries,
        String podSecurity,
        boolean leaving) {
    /** On namespaces and on what is made for tenants; its value is the tenant's name. */
    public static final String LABEL = "pinisi.io/tenant";

    public Tenant {
        members = List.copyOf(members);
        projects = Set.copyOf(projects);
    }

    /** What people may do; each also what those after it may. */
    public enum Role {
        OWNER,
        DEPLOYER,
        VIEWER;

        /** As objects have it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Role> of(String text) {
            return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
        }
    }

    /**
     * @param kind {@code Group} or {@code User}
     */
    public record Member(Role role, String kind, String name) {
        boolean is(UserInfo user) {
            return kind.equals("Group") ? user.groups().contains(name) : user.name().equals(name);
        }
    }

    /** What {@code hard} amounts are for. */
    public enum Scope {
        TENANT,
        PROJECT
    }

    /** How much may be asked for. */
    public record Quota(Scope scope, Usage hard) {}

    public static Tenant of(JsonNode object) {
        Metadata metadata = Metadata.of(object);
        JsonNode spec = object.path("spec");
        Set<String> projects = new LinkedHashSet<>();
        spec.path("projects").forEach(one -> projects.add(one.path("name").asString("")));
        List<String> registries = new ArrayList<>();
        spec.path("allowedRegistries").forEach(one -> registries.add(one.asString("")));
        return new Tenant(
                metadata.name(),
                spec.path("displayName").asString(metadata.name()),
                members(spec.path("members")),
                projects,
                Territory.of(metadata.name(), spec.path("clusters")),
                quota(spec.path("quota")),
                new Registries(registries),
                spec.path("podSecurity").asString("baseline"),
                metadata.isDeleting());
    }

    private static List<Member> members(JsonNode list) {
        List<Member> members = new ArrayList<>();
        for (JsonNode member : list) {
            Role.of(member.path("role").asString(""))
                    .ifPresent(
                            role ->
                                    members.add(
                                            new Member(
                                                    role,
                                                    member.path("kind").asString(""),
                                                    member.path("name").asString(""))));
        }
        return members;
    }

    private static Optional<Quota> quota(JsonNode quota) {
        if (!quota.isObject()) {
            return Optional.empty();
        }
        boolean each = quota.path("scope").asString("").equals("Project");
        return Optional.of(
                new Quota(each ? Scope.PROJECT : Scope.TENANT, Usage.of(quota.path("hard"))));
    }

    /** Whose a namespace would be, by its name; empty for names that are no tenant's. */
    public static String prefix(String namespace) {
        int dash = namespace.indexOf('-');
        return dash < 0 ? "" : namespace.substring(0, dash);
    }

    /** Whether members may get the same objects under both. */
    public boolean limitsLike(Tenant other) {
        return name.equals(other.name)
                && territory.equals(other.territory)
                && registries.equals(other.registries);
    }

    /** The highest role of a person; a tenant that is leaving has no people any more. */
    public Optional<Role> role(UserInfo user) {
        return leaving
                ? Optional.empty()
                : members.stream().filter(m -> m.is(user)).map(Member::role).sorted().findFirst();
    }
}
