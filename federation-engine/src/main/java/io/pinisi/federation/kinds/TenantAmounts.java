package io.pinisi.federation.kinds;

import java.util.List;

/** What a tenant's quota can limit: only what the hub can count in templates. */
public final class TenantAmounts {
    /** Asked for by the pods of all copies. */
    public static final List<String> COMPUTE =
            List.of(
                    "cpu",
                    "limits.cpu",
                    "limits.memory",
                    "memory",
                    "pods",
                    "requests.cpu",
                    "requests.memory");

    static final List<String> NAMES =
            List.of(
                    "cpu",
                    "memory",
                    "pods",
                    "requests.cpu",
                    "requests.memory",
                    "limits.cpu",
                    "limits.memory",
                    "count/RESOURCE.GROUP");

    private TenantAmounts() {}

    static boolean isCounted(String name) {
        return COMPUTE.contains(name) || name.matches("count/[a-z]+([.][a-z0-9.-]+)?");
    }
}
