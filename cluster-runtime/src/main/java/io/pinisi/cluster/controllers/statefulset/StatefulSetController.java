package io.pinisi.cluster.controllers.statefulset;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.PodBatches;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.claim.Claims;
import io.pinisi.cluster.controllers.claim.OwnerWaker;
import io.pinisi.cluster.controllers.history.Revision;
import io.pinisi.cluster.controllers.history.Revisions;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Wires stateful sets and pods to the planner and performs what it decides. */
public final class StatefulSetController implements ClusterController {
    private static final String ACCOUNT = "statefulset-controller";
    private static final String HASH_LABEL = "controller.kubernetes.io/hash";
    private static final GroupVersionKind KIND = new GroupVersionKind("apps", "v1", "StatefulSet");
    private static final int WORKERS = 5;

    private final InstantSource clock;
    private final Lister sets;
    private final Lister pods;
    private final Claims claims;
    private final Revisions revisions;
    private final ClaimKeeper keeper;
    private final SetPerformer performer;
    private final StatusWriter status;
    private final EventRecorder recorder;
    private final Controller<ObjectKey> controller;

    public StatefulSetController(Environment environment) {
        ApiClient client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.claims = new Claims(client, Resources.STATEFUL_SETS, KIND, Resources.PODS);
        this.status = new StatusWriter(client, Resources.STATEFUL_SETS);
        this.recorder = environment.recorder(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer setInformer = environment.informers().of(Resources.STATEFUL_SETS);
        Informer podInformer = environment.informers().of(Resources.PODS);
        Informer history = environment.informers().of(Resources.CONTROLLER_REVISIONS);
        Lister volumeClaims = environment.informers().of(Resources.CLAIMS).lister();
        this.sets = setInformer.lister();
        this.pods = podInformer.lister();
        this.keeper = new ClaimKeeper(client, volumeClaims, recorder);
        this.performer = new SetPerformer(client, recorder, keeper);
        Claims past =
                new Claims(client, Resources.STATEFUL_SETS, KIND, Resources.CONTROLLER_REVISIONS);
        this.revisions = new Revisions(client, past, history.lister(), HASH_LABEL);
        OwnerWaker.follow(claims, setInformer, podInformer, controller);
        Claims.index(history);
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

    private Outcome reconcile(ObjectKey key) throws InterruptedException {
        Optional<ObjectNode> found = sets.find(key);
        if (found.isEmpty()) {
            return Outcome.SETTLED;
        }
        StatefulSetView set = new StatefulSetView(found.get());
        List<Revision> known = revisions.of(set.tree());
        Revisions.Present update = revisions.present(set.tree(), known, set.collisionCount());
        SetState state =
                SetState.of(
                        set,
                        current(set, known, update.revision()),
                        update.revision(),
                        claims.claim(set.tree(), pods, pod -> Identity.isNamed(set, pod)),
                        clock.instant());
        RuntimeException failed = set.metadata().isDeleting() ? null : act(state);
        status.write(set.tree(), SetStatus.of(state, update.collisions()));
        revisions.trim(known, live(state), set.revisionHistoryLimit());
        if (failed != null && !PodBatches.isEndOfNamespace(failed)) {
            throw failed;
        }
        return SetStatus.nextAvailable(state)
                .map(wait -> Outcome.revisit(wait.plus(Duration.ofMillis(1))))
                .orElse(Outcome.SETTLED);
    }

    private static Revision current(StatefulSetView set, List<Revision> known, Revision update) {
        String name = set.status().path("currentRevision").asString("");
        return known.stream().filter(r -> r.name().equals(name)).findFirst().orElse(update);
    }

    private @Nullable RuntimeException act(SetState state) throws InterruptedException {
        StatefulSetView set = state.set();
        if (!set.claimTemplates().isEmpty()) {
            for (Map.Entry<Integer, PodView> pod : state.pods().entrySet()) {
                boolean wanted = set.isWanted(pod.getKey());
                ObjectNode condemned = wanted ? null : pod.getValue().tree();
                keeper.assign(new Identity(set, pod.getKey()), condemned);
            }
        }
        return performer.perform(set, claims.reference(set.tree()), SetPlanner.plan(state));
    }

    private static Set<String> live(SetState state) {
        Set<String> live = new HashSet<>();
        live.add(state.current().name());
        live.add(state.update().name());
        state.pods().values().forEach(pod -> live.add(SetState.revision(pod)));
        return live;
    }
}
