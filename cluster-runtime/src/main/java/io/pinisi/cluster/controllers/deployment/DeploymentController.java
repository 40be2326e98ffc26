package io.pinisi.cluster.controllers.deployment;

import io.pinisi.cluster.client.ApiClient;
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
import io.pinisi.cluster.controllers.claim.Claims;
import io.pinisi.cluster.controllers.claim.OwnerWaker;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Wires deployments, their sets and pods to passes over one deployment each. */
public final class DeploymentController implements ClusterController {
    private static final String ACCOUNT = "deployment-controller";
    private static final GroupVersionKind KIND = new GroupVersionKind("apps", "v1", "Deployment");
    private static final int WORKERS = 5;

    private final InstantSource clock;
    private final Lister deployments;
    private final Lister sets;
    private final Lister pods;
    private final Claims claims;
    private final SetWriter writer;
    private final StatusWriter status;
    private final EventRecorder recorder;
    private final Controller<ObjectKey> controller;

    public DeploymentController(Environment environment) {
        ApiClient client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.claims = new Claims(client, Resources.DEPLOYMENTS, KIND, Resources.REPLICA_SETS);
        this.recorder = environment.recorder(ACCOUNT);
        this.writer = new SetWriter(client, recorder);
        this.status = new StatusWriter(client, Resources.DEPLOYMENTS);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer deploymentInformer = environment.informers().of(Resources.DEPLOYMENTS);
        Informer setInformer = environment.informers().of(Resources.REPLICA_SETS);
        Informer podInformer = environment.informers().of(Resources.PODS);
        this.deployments = deploymentInformer.lister();
        this.sets = setInformer.lister();
        this.pods = podInformer.lister();
        OwnerWaker.follow(claims, deploymentInformer, setInformer, controller);
        podInformer.addHandler(this::podChanged);
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

    /** Recreate waits for the last old pod to be gone. */
    private void podChanged(Change change) {
        if (change instanceof Change.Deleted(ObjectNode pod)) {
            Metadata metadata = Metadata.of(pod);
            metadata.controller()
                    .map(owner -> new ObjectKey(metadata.namespace(), owner.name()))
                    .flatMap(sets::find)
                    .flatMap(set -> claims.owner(set, deployments))
                    .filter(deployment -> !new DeploymentView(deployment).isRolling())
                    .ifPresent(deployment -> controller.queue().add(Metadata.key(deployment)));
        }
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<ObjectNode> found = deployments.find(key);
        if (found.isEmpty()) {
            return Outcome.SETTLED;
        }
        ObjectNode deployment = found.get();
        List<ReplicaSetView> owned =
                claims.claim(deployment, sets).stream().map(ReplicaSetView::new).toList();
        Rollout rollout = Rollout.of(new DeploymentView(deployment), owned);
        ObjectNode reference = claims.reference(deployment);
        return new DeploymentPass(writer, status, recorder, reference, rollout, clock.instant())
                .run(this::hasPods);
    }

    private boolean hasPods(ReplicaSetView set) {
        return pods.ownedBy(set.metadata().uid()).stream()
                .map(PodView::new)
                .anyMatch(pod -> !pod.isTerminal());
    }
}
