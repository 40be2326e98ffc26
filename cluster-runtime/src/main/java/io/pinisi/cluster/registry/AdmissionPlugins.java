package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.admission.DefaultTolerationSeconds;
import io.pinisi.cluster.admission.MutatingPlugin;
import io.pinisi.cluster.admission.NamespaceLifecycle;
import io.pinisi.cluster.admission.PriorityAdmission;
import io.pinisi.cluster.admission.ServiceAccountInjection;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.List;

/** The built-in admission rules of each profile, in their order. */
final class AdmissionPlugins {
    private AdmissionPlugins() {}

    static AdmissionChain chain(ObjectLookup objects, RegistryOptions options) {
        MutatingPlugin lifecycle = new NamespaceLifecycle(objects);
        return switch (options.profile()) {
            case HUB -> new AdmissionChain(List.of(lifecycle), List.of());
            case CLUSTER ->
                    new AdmissionChain(
                            List.of(
                                    lifecycle,
                                    new ServiceAccountInjection(objects, options.ids()::suffix),
                                    new DefaultTolerationSeconds(),
                                    new PriorityAdmission(objects)),
                            List.of());
        };
    }
}
