package io.pinisi.cluster.registry.core.service;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindBuilder;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.RegistryOptions;

/** {@code v1 Service}. */
public final class ServiceKind {
    private ServiceKind() {}

    public static Kind define(KindContext context) {
        RegistryOptions options = context.options();
        Allocation allocation =
                context.isCluster()
                        ? new ClusterAllocation(
                                new AddressRange(options.serviceRange()),
                                options.nodePorts(),
                                context.objects(),
                                options.clock())
                        : Allocation.NONE;
        return context.kind("", "v1", "Service", "services")
                .shortNames("svc")
                .inAll()
                .named(NameRule.DNS_1035_LABEL)
                .strategy(new ServiceStrategy(allocation))
                .status()
                .listed(KindBuilder.proxy("ServiceProxyOptions"))
                .selectable("spec.clusterIP", "spec.type")
                .with(Kind.Trait.ANSWERS_DELETED_OBJECT, Kind.Trait.CREATE_ON_UPDATE)
                .columns(ServiceColumns.of(context.columns()))
                .build();
    }
}
