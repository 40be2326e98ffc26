package io.pinisi.cluster.ingress;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Index;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.ingress.gateway.Gateway;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Keeps a gateway's routes what the ingresses say, and tells them the gateway's address. */
public final class IngressController implements ClusterController, IngressFacts {
    private static final String ACCOUNT = "ingress-controller";
    private static final GroupVersionResource INGRESSES =
            GroupVersionResource.of("networking.k8s.io/v1", "ingresses");
    private static final GroupVersionResource SECRETS = GroupVersionResource.of("v1", "secrets");
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String BY_SERVICE = "ingress-service";

    /** There is one thing to reconcile: the table as a whole. */
    private static final String TABLE = "table";

    private static final Duration UNTIL_SECRETS = Duration.ofMillis(100);

    private final Gateway gateway;
    private final IngressAddress address;
    private final Lister ingresses;
    private final Lister services;
    private final Lister slices;
    private final Informer secrets;
    private final IngressClasses classes;
    private final StatusWriter statuses;
    private final EventRecorder recorder;
    private final Controller<String> controller;

    /** What was told already; of the one worker. */
    private Set<String> told = Set.of();

    public IngressController(Environment environment, Gateway gateway, IngressAddress address) {
        ApiClient client = environment.as(ACCOUNT);
        this.gateway = gateway;
        this.address = address;
        this.statuses = new StatusWriter(client, INGRESSES);
        this.recorder = environment.recorder(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        this.ingresses = followed(environment.informers().of(INGRESSES));
        this.classes =
                new IngressClasses(followed(environment.informers().of(IngressClasses.RESOURCE)));
        this.services = followed(environment.informers().of(Resources.SERVICES));
        Informer sliceInformer = environment.informers().of(Resources.ENDPOINT_SLICES);
        sliceInformer.addIndex(new Index(BY_SERVICE, IngressController::service));
        this.slices = followed(sliceInformer);
        this.secrets =
                new Informer(
                        client,
                        ResourcePath.all(SECRETS),
                        ListOptions.ALL.fields("type=kubernetes.io/tls"),
                        InformerLimits.STANDARD);
        followed(secrets);
    }

    private Lister followed(Informer informer) {
        informer.addHandler(_ -> controller.queue().add(TABLE));
        return informer.lister();
    }

    private static List<String> service(ObjectNode slice) {
        Metadata metadata = Metadata.of(slice);
        String name = metadata.label(SERVICE_NAME);
        return name == null ? List.of() : List.of(metadata.namespace() + "/" + name);
    }

    @Override
    public void start() {
        secrets.start();
        controller.start();
        controller.queue().add(TABLE);
    }

    @Override
    public void close() {
        controller.close();
        secrets.close();
    }

    @Override
    public Optional<ObjectNode> service(ObjectKey key) {
        return services.find(key);
    }

    @Override
    public List<ObjectNode> slices(ObjectKey service) {
        return slices.by(BY_SERVICE, service.namespace() + "/" + service.name());
    }

    @Override
    public Optional<ObjectNode> secret(ObjectKey key) {
        return secrets.lister().find(key);
    }

    private Outcome reconcile(String table) {
        if (!secrets.hasSynced()) {
            return Outcome.revisit(UNTIL_SECRETS);
        }
        List<ObjectNode> ours = ingresses.list().stream().filter(classes::isOurs).toList();
        IngressPlan plan = IngressPlanner.plan(ours, this);
        gateway.route(plan.table(), plan.identities());
        tell(plan.problems());
        ours.forEach(this::writeStatus);
        return Outcome.SETTLED;
    }

    private void tell(List<IngressPlan.Problem> problems) {
        Set<String> now = new HashSet<>();
        for (IngressPlan.Problem problem : problems) {
            String text = Metadata.key(problem.ingress()) + problem.message();
            if (now.add(text) && !told.contains(text)) {
                recorder.warning(problem.ingress(), problem.reason(), problem.message());
            }
        }
        told = now;
    }

    private void writeStatus(ObjectNode ingress) {
        if (Metadata.of(ingress).isDeleting()) {
            return;
        }
        try {
            statuses.write(ingress, address.status());
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }
}
