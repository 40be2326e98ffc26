package io.pinisi.federation.access;

import io.pinisi.cluster.authn.UserInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a person's token reaches, as it travels with the user: in {@code extra}, so that reviews
 * and audit records see it too. An empty list sets no limit.
 *
 * @param token public id of the token
 * @param namespaces that requests must be in
 * @param verbs that requests may have
 * @param apis {@value #HUB} and names of clusters
 */
public record TokenReach(
        String token, List<String> namespaces, List<String> verbs, List<String> apis) {
    public static final String HUB = "hub";

    private static final String PREFIX = "pinisi.io/token-";
    private static final String ID = PREFIX + "id";
    private static final String NAMESPACES = PREFIX + "namespaces";
    private static final String VERBS = PREFIX + "verbs";
    private static final String APIS = PREFIX + "apis";

    public TokenReach {
        namespaces = List.copyOf(namespaces);
        verbs = List.copyOf(verbs);
        apis = List.copyOf(apis);
    }

    /** What a user info says of itself where its request came with the token. */
    public Map<String, List<String>> extra() {
        Map<String, List<String>> extra = new HashMap<>();
        extra.put(ID, List.of(token));
        extra.put(UserInfo.CREDENTIAL, List.of("TOKEN=" + token));
        put(extra, NAMESPACES, namespaces);
        put(extra, VERBS, verbs);
        put(extra, APIS, apis);
        return extra;
    }

    private static void put(Map<String, List<String>> extra, String key, List<String> values) {
        if (!values.isEmpty()) {
            extra.put(key, values);
        }
    }

    /** Empty where the user came by no token of a person. */
    static Optional<TokenReach> of(UserInfo user) {
        return Optional.ofNullable(user.extra().get(ID))
                .map(
                        id ->
                                new TokenReach(
                                        String.join(",", id),
                                        user.extra().getOrDefault(NAMESPACES, List.of()),
                                        user.extra().getOrDefault(VERBS, List.of()),
                                        user.extra().getOrDefault(APIS, List.of())));
    }

    boolean reaches(String api) {
        return apis.isEmpty() || apis.contains(api);
    }

    boolean allows(String verb) {
        return verbs.isEmpty() || verbs.contains(verb);
    }

    boolean isIn(String namespace) {
        return namespaces.isEmpty() || namespaces.contains(namespace);
    }
}
