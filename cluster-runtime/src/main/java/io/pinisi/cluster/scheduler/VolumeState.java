package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.StorageClassView;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Map;

/**
 * What pods' volumes stand on; immutable.
 *
 * @param volumes by name
 * @param classes by name
 */
public record VolumeState(
        Map<ObjectKey, ClaimView> claims,
        Map<String, VolumeView> volumes,
        Map<String, StorageClassView> classes) {
    public static final VolumeState NONE = new VolumeState(Map.of(), Map.of(), Map.of());

    public VolumeState {
        claims = Map.copyOf(claims);
        volumes = Map.copyOf(volumes);
        classes = Map.copyOf(classes);
    }
}
