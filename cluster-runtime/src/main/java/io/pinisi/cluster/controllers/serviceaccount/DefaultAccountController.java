package io.pinisi.cluster.controllers.serviceaccount;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import tools.jackson.databind.node.ObjectNode;

/** Makes sure that every living namespace has the service account {@code default}. */
public final class DefaultAccountController implements ClusterController {
    private static final String ACCOUNT = "service-account-controller";
    private static final String DEFAULT = "default";

    private final ApiClient client;
    private final Lister namespaces;
    private final Lister accounts;
    private final Controller<String> controller;

    public DefaultAccountController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        Informer namespaceInformer = environment.informers().of(Resources.NAMESPACES);
        Informer accountInformer = environment.informers().of(Resources.SERVICE_ACCOUNTS);
        this.namespaces = namespaceInformer.lister();
        this.accounts = accountInformer.lister();
        namespaceInformer.addHandler(
                change -> controller.queue().add(Metadata.of(change.object()).name()));
        accountInformer.addHandler(this::accountChanged);
    }

    private void accountChanged(Change change) {
        ObjectKey key = Metadata.key(change.object());
        String namespace = key.namespace();
        if (change instanceof Change.Deleted && key.name().equals(DEFAULT) && namespace != null) {
            controller.queue().add(namespace);
        }
    }

    @Override
    public void start() {
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
        if (!alive || accounts.find(ObjectKey.of(namespace, DEFAULT)).isPresent()) {
            return Outcome.SETTLED;
        }
        ObjectNode account = Json.object();
        account.put("apiVersion", "v1").put("kind", "ServiceAccount");
        account.putObject("metadata").put("name", DEFAULT).put("namespace", namespace);
        try {
            ResourcePath path = ResourcePath.all(Resources.SERVICE_ACCOUNTS).in(namespace);
            client.create(path, account, WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS) && !e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }
}
