package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.admission.DefaultClasses;
import io.pinisi.cluster.admission.DefaultTolerationSeconds;
import io.pinisi.cluster.admission.LimitRanger;
import io.pinisi.cluster.admission.NamespaceLifecycle;
import io.pinisi.cluster.admission.NodeRestriction;
import io.pinisi.cluster.admission.PriorityAdmission;
import io.pinisi.cluster.admission.RuntimeClassAdmission;
import io.pinisi.cluster.admission.ServiceAccountInjection;
import io.pinisi.cluster.admission.StorageInUse;
import io.pinisi.cluster.admission.VolumeGrowth;
import io.pinisi.cluster.admission.podsecurity.PodSecurity;
import io.pinisi.cluster.admission.quota.QuotaAdmission;
import io.pinisi.cluster.storage.ObjectLog;
import java.util.List;

/** The built-in admission rules of each profile, in the order of the original. */
final class AdmissionPlugins {
    private AdmissionPlugins() {}

    static AdmissionChain chain(ObjectLog log, RegistryOptions options) {
        return switch (options.profile()) {
            case HUB -> hub(log, options);
            case CLUSTER -> cluster(log, options);
        };
    }

    /** Templates are not inhabited: only what holds for objects as such. */
    private static AdmissionChain hub(ObjectLog log, RegistryOptions options) {
        return new AdmissionChain(
                List.of(new NamespaceLifecycle(log)),
                List.of(options.certificateRights(), new QuotaAdmission(new LoggedQuotas(log))));
    }

    private static AdmissionChain cluster(ObjectLog log, RegistryOptions options) {
        LimitRanger limits = new LimitRanger(log);
        return new AdmissionChain(
                List.of(
                        new NamespaceLifecycle(log),
                        limits,
                        new ServiceAccountInjection(log, options.ids()::suffix),
                        new PriorityAdmission(log),
                        new DefaultTolerationSeconds(),
                        new DefaultClasses(log),
                        new StorageInUse(),
                        new RuntimeClassAdmission(log)),
                List.of(
                        limits,
                        new NodeRestriction(log),
                        new PodSecurity(log),
                        new VolumeGrowth(log),
                        options.certificateRights(),
                        new QuotaAdmission(new LoggedQuotas(log))));
    }
}
