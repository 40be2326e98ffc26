package io.pinisi.db.token;

import io.pinisi.db.audit.StorableText;
import java.util.List;

/**
 * What a token may be used for, within what its person may. An empty list sets no limit.
 *
 * @param groups of the person's that the token keeps; roles of tenants and operators hang on them
 * @param namespaces that it is confined to
 * @param verbs of requests
 * @param apis the hub, clusters by name
 */
public record TokenScope(
        List<String> groups, List<String> namespaces, List<String> verbs, List<String> apis) {
    public static final TokenScope UNLIMITED =
            new TokenScope(List.of(), List.of(), List.of(), List.of());

    private static final int VALUES_MAX = 200;
    private static final int VALUE_MAX = 256;

    public TokenScope {
        groups = checked(groups);
        namespaces = checked(namespaces);
        verbs = checked(verbs);
        apis = checked(apis);
    }

    private static List<String> checked(List<String> values) {
        if (values.size() > VALUES_MAX) {
            throw new IllegalArgumentException("more than " + VALUES_MAX + " values in a scope");
        }
        for (String value : values) {
            if (value.isBlank()
                    || value.indexOf('\n') >= 0
                    || !StorableText.isStorable(value, VALUE_MAX)) {
                throw new IllegalArgumentException("a value of a scope is one line of text");
            }
        }
        return List.copyOf(values);
    }
}
