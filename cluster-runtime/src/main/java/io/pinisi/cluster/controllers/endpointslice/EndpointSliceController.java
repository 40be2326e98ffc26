package io.pinisi.cluster.controllers.endpointslice;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Expectations;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the slices of every service that selects pods. */
public final class EndpointSliceController implements ClusterController {
    private static final String ACCOUNT = "endpointslice-controller";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final int WORKERS = 5;

    private final ApiClient client;
    private final Lister services;
    private final Lister pods;
    private final Lister slices;
    private final Lister nodes;
    private final Expectations<ObjectKey> expectations;
    private final Controller<ObjectKey> controller;

    public EndpointSliceController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.expectations = new Expectations<>(environment.clock());
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, WORKERS);
        Informer serviceInformer = environment.informers().of(Resources.SERVICES);
        Informer podInformer = environment.informers().of(Resources.PODS);
        Informer sliceInformer = environment.informers().of(Resources.ENDPOINT_SLICES);
        this.services = serviceInformer.lister();
        this.pods = podInformer.lister();
        this.slices = sliceInformer.lister();
        this.nodes = environment.informers().of(Resources.NODES).lister();
        ServiceWaker waker = new ServiceWaker(services, controller.queue());
        serviceInformer.addHandler(change -> controller.queue().add(Metadata.key(change.object())));
        podInformer.addHandler(waker::podChanged);
        sliceInformer.addHandler(this::sliceChanged);
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    private void sliceChanged(Change change) {
        Metadata slice = Metadata.of(change.object());
        String service = slice.label(SlicePlanner.SERVICE_NAME);
        if (service == null || !SlicePlanner.MANAGER.equals(slice.label(SlicePlanner.MANAGED_BY))) {
            return;
        }
        ObjectKey key = new ObjectKey(slice.namespace(), service);
        switch (change) {
            case Change.Added _ -> expectations.created(key);
            case Change.Deleted _ -> expectations.deleted(key, slice.uid());
            case Change.Updated _ -> {}
        }
        controller.queue().add(key);
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<ServiceView> found = services.find(key).map(ServiceView::new);
        if (found.isEmpty() || !found.get().isSelecting()) {
            expectations.forget(key);
            return Outcome.SETTLED;
        }
        ServiceView service = found.get();
        if (service.metadata().isDeleting() || !expectations.areMet(key)) {
            return Outcome.SETTLED;
        }
        List<SliceAction> actions =
                SlicePlanner.plan(
                        service,
                        ServiceWaker.selected(service, pods),
                        slicesOf(service),
                        this::zone);
        perform(key, actions);
        return Outcome.SETTLED;
    }

    private List<ObjectNode> slicesOf(ServiceView service) {
        return slices.ownedBy(service.metadata().uid()).stream()
                .filter(
                        slice ->
                                SlicePlanner.MANAGER.equals(
                                        Metadata.of(slice).label(SlicePlanner.MANAGED_BY)))
                .filter(slice -> !Metadata.of(slice).isDeleting())
                .toList();
    }

    private @Nullable String zone(String node) {
        return nodes.find(ObjectKey.cluster(node))
                .map(found -> Metadata.of(found).label(ZONE))
                .orElse(null);
    }

    /** Creations are awaited, for a late copy would make us create twice. */
    private void perform(ObjectKey key, List<SliceAction> actions) {
        long creations = actions.stream().filter(SliceAction.Create.class::isInstance).count();
        if (creations > 0) {
            expectations.expect(key, Math.toIntExact(creations), Set.of());
        }
        try {
            for (SliceAction action : actions) {
                perform(key, action);
            }
        } catch (ApiException e) {
            expectations.forget(key);
            if (!e.is(Reason.FORBIDDEN) || !isEndOfNamespace(e)) {
                throw e;
            }
        }
    }

    private static boolean isEndOfNamespace(ApiException e) {
        return String.valueOf(e.getMessage()).contains("because it is being terminated");
    }

    private void perform(ObjectKey key, SliceAction action) {
        switch (action) {
            case SliceAction.Create(ObjectNode slice) ->
                    client.create(
                            ResourcePath.all(Resources.ENDPOINT_SLICES).in(key.namespace()),
                            slice,
                            WriteOptions.PLAIN);
            case SliceAction.Update(ObjectNode slice) ->
                    client.update(path(slice), slice, WriteOptions.PLAIN);
            case SliceAction.Delete(ObjectNode slice) -> {
                try {
                    client.delete(path(slice), null);
                } catch (ApiException e) {
                    if (!e.is(Reason.NOT_FOUND)) {
                        throw e;
                    }
                }
            }
        }
    }

    private static ResourcePath path(ObjectNode slice) {
        return ResourcePath.of(Resources.ENDPOINT_SLICES, Metadata.key(slice));
    }
}
