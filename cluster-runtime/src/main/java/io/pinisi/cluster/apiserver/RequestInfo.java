package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a path and a method ask for, in the words that authorization uses. */
public sealed interface RequestInfo {
    /** {@code list}, {@code watch}, {@code create} …, or the lower-case method. */
    String verb();

    String path();

    /**
     * A request for a resource.
     *
     * @param namespace also set for the namespace object itself, as roles in it count there
     * @param rest path segments after the subresource (proxy)
     */
    record ResourceRequest(
            String verb,
            String path,
            GroupVersionResource resource,
            String subresource,
            @Nullable String namespace,
            @Nullable String name,
            List<String> rest)
            implements RequestInfo {
        public ResourceRequest {
            rest = List.copyOf(rest);
        }

        /** Whether the request may take as long as it likes. */
        public boolean longRunning() {
            return verb.equals("watch")
                    || switch (subresource) {
                        case "log", "exec", "attach", "portforward", "proxy" -> true;
                        default -> false;
                    };
        }

        public boolean mutating() {
            return switch (verb) {
                case "get", "list", "watch" -> false;
                default -> true;
            };
        }
    }

    /** A request for anything else: discovery, health, version … */
    record NonResourceRequest(String verb, String path) implements RequestInfo {}
}
