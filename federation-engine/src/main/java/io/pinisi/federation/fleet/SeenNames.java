package io.pinisi.federation.fleet;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which objects of a cluster-wide kind exist for a person, by the hub's own answer. */
public final class SeenNames {
    private SeenNames() {}

    /** Empty where the person may not list the kind at all. */
    public static Optional<Set<String>> of(ApiClient person, GroupVersionResource resource) {
        try {
            return Optional.of(
                    person.list(ResourcePath.all(resource), ListOptions.ALL).items().stream()
                            .map(object -> Metadata.of(object).name())
                            .collect(Collectors.toSet()));
        } catch (ApiException e) {
            if (e.is(Reason.FORBIDDEN)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
