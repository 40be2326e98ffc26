package io.pinisi.federation.override;

import io.pinisi.cluster.history.Differences.Difference;
import java.util.List;

/**
 * What one overrider changed of an object.
 *
 * @param policy such as {@code OverridePolicy shop/web}
 * @param field which overrider of it, such as {@code
 *     spec.overrideRules[0].overriders.imageOverrider[0]}
 */
public record OverrideStep(String policy, String field, List<Difference> changes) {
    public OverrideStep {
        changes = List.copyOf(changes);
    }
}
