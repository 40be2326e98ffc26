package io.pinisi.cluster.controllers.autoscaling;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Looks at every autoscaler each quarter of a minute and scales what it targets. */
public final class AutoscalerController implements ClusterController {
    private static final String ACCOUNT = "horizontal-pod-autoscaler";
    private static final int WORKERS = 5;

    private final Lister autoscalers;
    private final EventRecorder recorder;
    private final Scaler scaler;
    private final Controller<ObjectKey> controller;

    public AutoscalerController(Environment environment) {
        ApiClient client = environment.as(ACCOUNT);
        this.recorder = environment.recorder(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, WORKERS);
        this.scaler =
                new Scaler(
                        client,
                        new Pods(environment.informers().of(Resources.PODS).lister(), client),
                        new StatusWriter(client, Resources.AUTOSCALERS),
                        recorder,
                        environment.clock());
        Informer informer = environment.informers().of(Resources.AUTOSCALERS);
        this.autoscalers = informer.lister();
        informer.addHandler(this::changed);
    }

    /** The cluster's own pods. */
    private record Pods(Lister pods, ApiClient client) implements Population {
        @Override
        public List<PodView> pods(String namespace, LabelSelector selector) {
            return pods.inNamespace(namespace).stream()
                    .filter(pod -> selector.matches(Metadata.of(pod).labels()))
                    .map(PodView::new)
                    .toList();
        }

        @Override
        public List<ObjectNode> usage(String namespace, String selector) {
            return client.list(
                            ResourcePath.all(Resources.POD_METRICS).in(namespace),
                            ListOptions.ALL.labels(selector))
                    .items();
        }
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
        recorder.close();
    }

    /** Our own status is no news. */
    private void changed(Change change) {
        ObjectNode object = change.object();
        if (change instanceof Change.Updated(ObjectNode previous, ObjectNode _)
                && previous.path("spec").equals(object.path("spec"))) {
            return;
        }
        controller.queue().add(Metadata.key(object));
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<ObjectNode> found = autoscalers.find(key);
        if (found.isEmpty()) {
            scaler.forget(key);
            return Outcome.SETTLED;
        }
        return scaler.look(found.get());
    }
}
