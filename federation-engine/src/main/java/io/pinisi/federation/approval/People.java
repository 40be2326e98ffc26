package io.pinisi.federation.approval;

import io.pinisi.cluster.authn.UserInfo;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Some people, by name and by group. */
public record People(Set<String> users, Set<String> groups) {
    private static final String SYSTEM = "system:";
    private static final String ACCOUNTS = "system:serviceaccount:";
    private static final Set<String> OWN_NAMESPACES = Set.of("kube-system", "pinisi-system");

    public static final People NOBODY = new People(Set.of(), Set.of());

    public People {
        users = Set.copyOf(users);
        groups = Set.copyOf(groups);
    }

    public static People of(JsonNode list) {
        Set<String> users = new HashSet<>();
        Set<String> groups = new HashSet<>();
        for (JsonNode one : list) {
            boolean group = one.path("kind").asString("").equals("Group");
            (group ? groups : users).add(one.path("name").asString(""));
        }
        return new People(users, groups);
    }

    public boolean include(UserInfo user) {
        return users.contains(user.name()) || user.groups().stream().anyMatch(groups::contains);
    }

    public boolean isNobody() {
        return users.isEmpty() && groups.isEmpty();
    }

    /** Components of control planes go about their work, which follows from what people do. */
    public static boolean isComponent(UserInfo user) {
        String name = user.name();
        if (!name.startsWith(SYSTEM)) {
            return false;
        }
        return !name.startsWith(ACCOUNTS)
                || OWN_NAMESPACES.contains(
                        name.substring(ACCOUNTS.length()).replaceFirst(":.*", ""));
    }

    /** Whether it is a person, who alone can agree to something. */
    public static boolean isPerson(UserInfo user) {
        return !user.name().startsWith(SYSTEM);
    }
}
