package io.pinisi.cluster.network.proxy;

import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.network.table.TableLoop;
import java.util.List;

/** Makes the services of a cluster reachable on its nodes. */
public final class ServiceProxy {
    private ServiceProxy() {}

    /**
     * Begins with a table that refuses all services, so that nothing leaks before the first list.
     */
    public static TableLoop start(Informer services, Informer slices, List<ProxyTarget> targets) {
        TableLoop loop =
                TableLoop.start(
                        "service proxy",
                        () ->
                                targets.stream()
                                        .map(target -> table(services, slices, target))
                                        .toList(),
                        () -> {});
        services.addHandler(change -> loop.changed());
        slices.addHandler(change -> loop.changed());
        return loop;
    }

    private static TableLoop.Table table(Informer services, Informer slices, ProxyTarget target) {
        return new TableLoop.Table(
                target.node(),
                target.namespace(),
                NftablesBackend.render(
                        ServiceTable.of(
                                services.lister().list(),
                                slices.lister().list(),
                                target.substitutes()),
                        target.node(),
                        target.pods(),
                        target.services(),
                        target.local()));
    }
}
