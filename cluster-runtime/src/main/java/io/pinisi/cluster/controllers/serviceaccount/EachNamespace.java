package io.pinisi.cluster.controllers.serviceaccount;

import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Has one object of a fixed name kept in every living namespace, whoever changes or deletes it. */
final class EachNamespace implements AutoCloseable {
    private final String name;
    private final Keeper keeper;
    private final Lister namespaces;
    private final Lister objects;
    private final Controller<String> controller;

    /** Makes the object what it must be; may find that others were faster. */
    @FunctionalInterface
    interface Keeper {
        void keep(ObjectKey key, Optional<ObjectNode> present);
    }

    EachNamespace(
            String account,
            Environment environment,
            GroupVersionResource resource,
            String name,
            Keeper keeper) {
        this.name = name;
        this.keeper = keeper;
        this.controller = Controller.of(account, environment.clock(), this::reconcile, 1);
        Informer namespaceInformer = environment.informers().of(Resources.NAMESPACES);
        Informer objectInformer = environment.informers().of(resource);
        this.namespaces = namespaceInformer.lister();
        this.objects = objectInformer.lister();
        namespaceInformer.addHandler(
                change -> controller.queue().add(Metadata.of(change.object()).name()));
        objectInformer.addHandler(change -> changed(Metadata.key(change.object())));
    }

    private void changed(ObjectKey key) {
        String namespace = key.namespace();
        if (key.name().equals(name) && namespace != null) {
            controller.queue().add(namespace);
        }
    }

    void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile(String namespace) {
        boolean alive =
                namespaces
                        .find(ObjectKey.cluster(namespace))
                        .filter(found -> !Metadata.of(found).isDeleting())
                        .isPresent();
        if (!alive) {
            return Outcome.SETTLED;
        }
        ObjectKey key = ObjectKey.of(namespace, name);
        try {
            keeper.keep(key, objects.find(key));
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS) && !e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }
}
