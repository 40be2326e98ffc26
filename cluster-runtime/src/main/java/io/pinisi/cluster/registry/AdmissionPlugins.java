package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.admission.ConfiguredChanges;
import io.pinisi.cluster.admission.DefaultClasses;
import io.pinisi.cluster.admission.DefaultTolerationSeconds;
import io.pinisi.cluster.admission.LimitRanger;
import io.pinisi.cluster.admission.MutatingPlugin;
import io.pinisi.cluster.admission.NamespaceLifecycle;
import io.pinisi.cluster.admission.NodeRestriction;
import io.pinisi.cluster.admission.PriorityAdmission;
import io.pinisi.cluster.admission.RuntimeClassAdmission;
import io.pinisi.cluster.admission.ServiceAccountInjection;
import io.pinisi.cluster.admission.StorageInUse;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.admission.VolumeGrowth;
import io.pinisi.cluster.admission.podsecurity.PodSecurity;
import io.pinisi.cluster.admission.policy.KindResolver;
import io.pinisi.cluster.admission.policy.MutablePolicyTypes;
import io.pinisi.cluster.admission.policy.PolicyAdmission;
import io.pinisi.cluster.admission.policy.PolicyMutations;
import io.pinisi.cluster.admission.quota.QuotaAdmission;
import io.pinisi.cluster.admission.webhook.HttpsCaller;
import io.pinisi.cluster.admission.webhook.Webhooks;
import io.pinisi.cluster.storage.ObjectLog;
import java.util.ArrayList;
import java.util.List;

/** The built-in admission rules of each profile, in the order of the original. */
final class AdmissionPlugins {
    private AdmissionPlugins() {}

    /**
     * @param kinds finds the resources of kinds that policies have as parameters
     * @param types of the objects that policies change
     */
    static AdmissionChain chain(
            ObjectLog log, RegistryOptions options, KindResolver kinds, MutablePolicyTypes types) {
        Webhooks webhooks = new Webhooks(log, new HttpsCaller(), options.permissions());
        PolicyMutations mutations = new PolicyMutations(log, kinds, options.permissions(), types);
        Dynamic dynamic =
                new Dynamic(
                        new ConfiguredChanges(List.of(mutations, webhooks.changes())),
                        webhooks,
                        new PolicyAdmission(log, kinds, options.permissions()));
        AdmissionChain built =
                switch (options.profile()) {
                    case HUB -> hub(log, options, dynamic);
                    case CLUSTER -> cluster(log, options, dynamic);
                };
        return within(options.houseRules().apply(log), built);
    }

    /** Booking on quotas comes last, so that what another rule refuses is never booked. */
    private static AdmissionChain within(AdmissionChain house, AdmissionChain built) {
        List<MutatingPlugin> mutating = new ArrayList<>(house.mutating());
        mutating.addAll(built.mutating());
        List<ValidatingPlugin> validating = new ArrayList<>(built.validating());
        validating.addAll(validating.size() - 1, house.validating());
        return new AdmissionChain(mutating, validating);
    }

    /** What administrators configure at run time. */
    private record Dynamic(
            ConfiguredChanges changes, Webhooks webhooks, PolicyAdmission policies) {}

    /** Templates are not inhabited: only what holds for objects as such. */
    private static AdmissionChain hub(ObjectLog log, RegistryOptions options, Dynamic dynamic) {
        return new AdmissionChain(
                List.of(new NamespaceLifecycle(log), dynamic.changes()),
                List.of(
                        options.certificateRights(),
                        dynamic.policies(),
                        dynamic.webhooks().validating(),
                        new QuotaAdmission(new LoggedQuotas(log))));
    }

    private static AdmissionChain cluster(ObjectLog log, RegistryOptions options, Dynamic dynamic) {
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
                        new RuntimeClassAdmission(log),
                        dynamic.changes()),
                List.of(
                        limits,
                        new NodeRestriction(log),
                        new PodSecurity(log),
                        new VolumeGrowth(log),
                        options.certificateRights(),
                        dynamic.policies(),
                        dynamic.webhooks().validating(),
                        new QuotaAdmission(new LoggedQuotas(log))));
    }
}
