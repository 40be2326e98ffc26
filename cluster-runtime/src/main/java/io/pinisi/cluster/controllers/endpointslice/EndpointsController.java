package io.pinisi.cluster.controllers.endpointslice;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the legacy Endpoints object of every service that selects pods. */
public final class EndpointsController implements ClusterController {
    private static final String ACCOUNT = "endpoint-controller";
    private static final int WORKERS = 5;

    private final ApiClient client;
    private final Lister services;
    private final Lister pods;
    private final Lister endpoints;
    private final Controller<ObjectKey> controller;

    public EndpointsController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, WORKERS);
        Informer serviceInformer = environment.informers().of(Resources.SERVICES);
        Informer podInformer = environment.informers().of(Resources.PODS);
        Informer endpointsInformer = environment.informers().of(Resources.ENDPOINTS);
        this.services = serviceInformer.lister();
        this.pods = podInformer.lister();
        this.endpoints = endpointsInformer.lister();
        ServiceWaker waker = new ServiceWaker(services, controller.queue());
        serviceInformer.addHandler(change -> controller.queue().add(Metadata.key(change.object())));
        podInformer.addHandler(waker::podChanged);
        endpointsInformer.addHandler(
                change -> controller.queue().add(Metadata.key(change.object())));
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<ServiceView> found = services.find(key).map(ServiceView::new);
        try {
            if (found.isEmpty()) {
                deleteOurs(key);
            } else if (found.get().isSelecting() && !found.get().metadata().isDeleting()) {
                write(key, found.get());
            }
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }

    /** Endpoints that people made for services of their own are none of our business. */
    private void deleteOurs(ObjectKey key) {
        boolean ours =
                endpoints
                        .find(key)
                        .map(Metadata::of)
                        .filter(m -> m.label("endpoints.kubernetes.io/managed-by") != null)
                        .isPresent();
        if (ours) {
            client.delete(ResourcePath.of(Resources.ENDPOINTS, key), null);
        }
    }

    private void write(ObjectKey key, ServiceView service) {
        ObjectNode wanted = EndpointsPlanner.plan(service, ServiceWaker.selected(service, pods));
        Optional<ObjectNode> stored = endpoints.find(key);
        if (stored.isEmpty()) {
            ResourcePath path = ResourcePath.all(Resources.ENDPOINTS).in(key.namespace());
            client.create(path, wanted, WriteOptions.PLAIN);
            return;
        }
        if (!EndpointsPlanner.isSame(wanted, stored.get())) {
            wanted.withObject("metadata")
                    .put("resourceVersion", Metadata.of(stored.get()).resourceVersion());
            ResourcePath path = ResourcePath.of(Resources.ENDPOINTS, key);
            client.update(path, wanted, WriteOptions.PLAIN);
        }
    }
}
