package io.pinisi.cluster.authn;

import java.util.List;
import java.util.Map;

/** Who a request comes from, as {@code authentication.k8s.io/v1 UserInfo} has it. */
public record UserInfo(
        String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    public static final String AUTHENTICATED = "system:authenticated";
    public static final String UNAUTHENTICATED = "system:unauthenticated";
    public static final String MASTERS = "system:masters";

    /** Key of {@code extra} that names the credential, as Kubernetes has it. */
    public static final String CREDENTIAL = "authentication.kubernetes.io/credential-id";

    public UserInfo {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    public static UserInfo of(String name, String... groups) {
        return new UserInfo(name, "", List.of(groups), Map.of());
    }
}
