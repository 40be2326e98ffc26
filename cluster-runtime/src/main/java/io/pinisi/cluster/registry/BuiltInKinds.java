package io.pinisi.cluster.registry;

import io.pinisi.cluster.registry.admissionregistration.AdmissionKinds;
import io.pinisi.cluster.registry.apiregistration.ApiServiceKind;
import io.pinisi.cluster.registry.apps.ControllerRevisionKind;
import io.pinisi.cluster.registry.apps.DaemonSetKind;
import io.pinisi.cluster.registry.apps.DeploymentKind;
import io.pinisi.cluster.registry.apps.ReplicaSetKind;
import io.pinisi.cluster.registry.apps.StatefulSetKind;
import io.pinisi.cluster.registry.autoscaling.AutoscalerKind;
import io.pinisi.cluster.registry.batch.CronJobKind;
import io.pinisi.cluster.registry.batch.JobKind;
import io.pinisi.cluster.registry.certificates.SigningRequestKind;
import io.pinisi.cluster.registry.coordination.LeaseKind;
import io.pinisi.cluster.registry.core.configmap.ConfigMapKind;
import io.pinisi.cluster.registry.core.endpoints.EndpointsKind;
import io.pinisi.cluster.registry.core.event.EventKind;
import io.pinisi.cluster.registry.core.event.NewEventKind;
import io.pinisi.cluster.registry.core.limit.LimitRangeKind;
import io.pinisi.cluster.registry.core.limit.ResourceQuotaKind;
import io.pinisi.cluster.registry.core.namespace.NamespaceKind;
import io.pinisi.cluster.registry.core.node.NodeKind;
import io.pinisi.cluster.registry.core.pod.PodKind;
import io.pinisi.cluster.registry.core.podtemplate.PodTemplateKind;
import io.pinisi.cluster.registry.core.replicationcontroller.ReplicationControllerKind;
import io.pinisi.cluster.registry.core.secret.SecretKind;
import io.pinisi.cluster.registry.core.service.ServiceKind;
import io.pinisi.cluster.registry.core.serviceaccount.ServiceAccountKind;
import io.pinisi.cluster.registry.core.volume.PersistentVolumeClaimKind;
import io.pinisi.cluster.registry.core.volume.PersistentVolumeKind;
import io.pinisi.cluster.registry.discovery.EndpointSliceKind;
import io.pinisi.cluster.registry.flowcontrol.FlowControlKinds;
import io.pinisi.cluster.registry.networking.NetworkingKinds;
import io.pinisi.cluster.registry.policy.PodDisruptionBudgetKind;
import io.pinisi.cluster.registry.rbac.RbacKinds;
import io.pinisi.cluster.registry.runtimeclass.RuntimeClassKind;
import io.pinisi.cluster.registry.scheduling.PriorityClassKind;
import io.pinisi.cluster.registry.storage.StorageKinds;
import java.util.ArrayList;
import java.util.List;

/** The kinds that every control plane serves, in the order discovery lists them. */
final class BuiltInKinds {
    private BuiltInKinds() {}

    static List<Kind> all(KindContext context) {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(ConfigMapKind.define(context));
        kinds.add(EndpointsKind.define(context));
        kinds.add(EventKind.define(context));
        kinds.add(LimitRangeKind.define(context));
        kinds.add(NamespaceKind.define(context));
        kinds.add(NodeKind.define(context));
        kinds.add(PersistentVolumeClaimKind.define(context));
        kinds.add(PersistentVolumeKind.define(context));
        kinds.add(PodKind.define(context));
        kinds.add(PodTemplateKind.define(context));
        kinds.add(ReplicationControllerKind.define(context));
        kinds.add(ResourceQuotaKind.define(context));
        kinds.add(SecretKind.define(context));
        kinds.add(ServiceAccountKind.define(context));
        kinds.add(ServiceKind.define(context));
        kinds.add(ControllerRevisionKind.define(context));
        kinds.add(DaemonSetKind.define(context));
        kinds.add(DeploymentKind.define(context));
        kinds.add(ReplicaSetKind.define(context));
        kinds.add(StatefulSetKind.define(context));
        kinds.add(AutoscalerKind.define(context));
        kinds.add(CronJobKind.define(context));
        kinds.add(JobKind.define(context));
        kinds.add(LeaseKind.define(context));
        kinds.add(EndpointSliceKind.define(context));
        kinds.add(PodDisruptionBudgetKind.define(context));
        kinds.addAll(RbacKinds.define(context));
        kinds.addAll(policies(context));
        return kinds;
    }

    /** What says how the others are run, stored, reached and judged. */
    private static List<Kind> policies(KindContext context) {
        List<Kind> kinds = new ArrayList<>();
        kinds.addAll(AdmissionKinds.define(context));
        kinds.add(ApiServiceKind.define(context));
        kinds.add(SigningRequestKind.define(context));
        kinds.add(NewEventKind.define(context));
        kinds.addAll(FlowControlKinds.define(context));
        kinds.addAll(NetworkingKinds.define(context));
        kinds.add(RuntimeClassKind.define(context));
        kinds.add(PriorityClassKind.define(context));
        kinds.addAll(StorageKinds.define(context));
        return kinds;
    }
}
