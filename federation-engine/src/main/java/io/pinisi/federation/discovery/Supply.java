package io.pinisi.federation.discovery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who provides an exported service now.
 *
 * @param services of the providers, by cluster
 * @param slices of the providers, by cluster
 * @param unfit clusters whose service of the name cannot be exported
 * @param unknown clusters that are Ready and have not been read yet
 */
record Supply(
        Map<String, ServiceRow> services,
        Map<String, List<SliceRow>> slices,
        Set<String> unfit,
        Set<String> unknown) {
    static final Supply NONE = new Supply(Map.of(), Map.of(), Set.of(), Set.of());

    Supply {
        services = Map.copyOf(services);
        slices = Map.copyOf(slices);
        unfit = Set.copyOf(unfit);
        unknown = Set.copyOf(unknown);
    }

    Optional<MergedService> merged() {
        return services.isEmpty() ? Optional.empty() : Optional.of(MergedService.of(services));
    }
}
