package io.pinisi.federation.deploy;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.fleet.Application;
import io.pinisi.federation.fleet.ApplicationKey;
import io.pinisi.federation.fleet.Applications;
import io.pinisi.federation.fleet.ObjectSummary;
import io.pinisi.federation.fleet.SeenNames;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.kinds.ServedKinds;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Company;
import io.pinisi.federation.placement.Patience;
import io.pinisi.federation.placement.PlacementPreview;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.Surroundings;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Territory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deploys manifests across clusters, for one person at a time and with that person's rights: checks
 * all of it, says all that is wrong with it, previews, and then writes the objects and one policy
 * per namespace. What could not be written completely is taken back.
 */
public final class Deployer {
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-portal").forced().strict();

    private final ServedKinds kinds;
    private final Surroundings around;

    public Deployer(ServedKinds kinds, Surroundings around) {
        this.kinds = kinds;
        this.around = around;
    }

    /** As the engine has it, in clusters that exist for a person. */
    private record Seen(Surroundings all, List<ClusterFacts> clusters) implements Surroundings {
        @Override
        public Patience patience() {
            return all.patience();
        }

        @Override
        public TemplateFacts facts(ObjectNode object) {
            return all.facts(object);
        }

        @Override
        public Territory territory(Template template) {
            return all.territory(template);
        }

        @Override
        public Previous previous(Template template) {
            return all.previous(template);
        }

        @Override
        public Collection<Company.Peer> peers(Template template) {
            return all.peers(template);
        }
    }

    /** Those that exist for the person. */
    private List<ClusterFacts> clusters(ApiClient person) {
        Optional<Set<String>> seen = SeenNames.of(person, FederationKinds.CLUSTERS);
        return around.clusters().stream()
                .filter(cluster -> seen.filter(names -> names.contains(cluster.name())).isPresent())
                .toList();
    }

    /** What would happen; writes nothing. */
    public Deployment check(ApiClient person, DeployRequest request) {
        List<ClusterFacts> members = clusters(person);
        DeployPlan plan = DeployPlan.of(request, kinds, members);
        List<Problem> problems = new ArrayList<>(plan.problems());
        List<Deployment.Change> changes = new ArrayList<>();
        for (DeployPlan.Step step : plan.steps()) {
            try {
                changes.add(rehearse(person, plan, step));
            } catch (ApiException e) {
                problems.addAll(problems(step, e));
            }
        }
        if (!problems.isEmpty()) {
            return new Deployment.Refused(problems);
        }
        return new Deployment.Checked(
                PlacementPreview.of(plan.objects(), plan.placement(), new Seen(around, members)),
                changes);
    }

    /** Checks again, then writes all of it, or nothing. */
    public Deployment deploy(ApiClient person, DeployRequest request) {
        if (check(person, request) instanceof Deployment.Refused refused) {
            return refused;
        }
        DeployPlan plan = DeployPlan.of(request, kinds, clusters(person));
        List<DeployPlan.Step> written = new ArrayList<>();
        List<DeployPlan.Step> created = new ArrayList<>();
        for (DeployPlan.Step step : plan.steps()) {
            try {
                boolean exists = person.find(step.path()).isPresent();
                person.apply(step.path(), step.object(), WRITE);
                written.add(step);
                if (!exists) {
                    created.add(step);
                }
            } catch (ApiException e) {
                List<Problem> problems = new ArrayList<>(problems(step, e));
                problems.addAll(takeBack(person, created, written.size() - created.size()));
                return new Deployment.Refused(problems);
            }
        }
        return new Deployment.Applied(
                new ApplicationKey(request.namespace(), request.application()),
                plan.objects().stream().map(Template::of).toList());
    }

    /**
     * Deletes an application: its objects, and the policies that were made for it.
     *
     * @return what could not be deleted, empty when all is gone
     */
    public List<Problem> remove(ApiClient person, Application application) {
        List<Problem> problems = new ArrayList<>();
        for (ObjectSummary object : application.objects()) {
            kinds.find(object.template().kind())
                    .ifPresent(
                            served ->
                                    delete(
                                            person,
                                            served.path(object.template().key()),
                                            object.template().toString(),
                                            problems));
        }
        ApplicationKey key = application.key();
        ResourcePath policies = ResourcePath.all(FederationKinds.POLICIES).in(key.namespace());
        String label = Applications.LABEL + "=" + key.name();
        try {
            for (ObjectNode policy : person.list(policies, ListOptions.ALL.labels(label)).items()) {
                String name = Metadata.of(policy).name();
                delete(person, policies.named(name), "PropagationPolicy " + name, problems);
            }
        } catch (ApiException e) {
            problems.add(new Problem(0, "PropagationPolicy", "", text(e)));
        }
        return problems;
    }

    private static void delete(
            ApiClient person, ResourcePath path, String object, List<Problem> problems) {
        try {
            person.delete(path, null);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                problems.add(new Problem(0, object, "", text(e)));
            }
        }
    }

    /** A namespace that comes with the request does not exist yet: its objects go by another. */
    private static Deployment.Change rehearse(
            ApiClient person, DeployPlan plan, DeployPlan.Step step) {
        Optional<ObjectNode> live = person.find(step.path());
        String namespace = step.path().namespace();
        boolean coming =
                namespace != null
                        && plan.creates(namespace)
                        && person.find(DeployPlan.namespacePath(namespace)).isEmpty();
        ObjectNode after =
                coming
                        ? person.apply(
                                step.path().in("default"),
                                DeployPlan.moved(step.object(), "default"),
                                WRITE.asDryRun())
                        : person.apply(step.path(), step.object(), WRITE.asDryRun());
        return new Deployment.Change(
                Template.of(step.object()),
                live.map(before -> kind(before, after)).orElse(Deployment.Change.Kind.CREATE));
    }

    private static Deployment.Change.Kind kind(ObjectNode before, ObjectNode after) {
        return bare(before).equals(bare(after))
                ? Deployment.Change.Kind.UNCHANGED
                : Deployment.Change.Kind.UPDATE;
    }

    private static ObjectNode bare(ObjectNode object) {
        ObjectNode bare = object.deepCopy();
        bare.remove("status");
        ObjectNode metadata = bare.withObject("/metadata");
        metadata.remove(List.of("managedFields", "resourceVersion", "generation"));
        return bare;
    }

    private static List<Problem> takeBack(
            ApiClient person, List<DeployPlan.Step> created, int updated) {
        List<Problem> problems = new ArrayList<>();
        for (DeployPlan.Step step : created.reversed()) {
            delete(person, step.path(), step.shown(), problems);
        }
        if (updated > 0) {
            problems.add(
                    Problem.general(
                            "", updated + " objects that existed before were already changed"));
        }
        return problems;
    }

    /** One problem per field at fault. */
    private static List<Problem> problems(DeployPlan.Step step, ApiException failure) {
        ApiException.Details details = failure.details();
        if (details == null || details.causes().isEmpty()) {
            return List.of(new Problem(step.document(), step.shown(), "", text(failure)));
        }
        List<Problem> problems = new ArrayList<>();
        for (FieldError cause : details.causes()) {
            String message =
                    cause.value() == null && !cause.detail().isEmpty()
                            ? cause.detail()
                            : cause.body();
            problems.add(new Problem(step.document(), step.shown(), cause.field(), message));
        }
        return problems;
    }

    private static String text(ApiException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.reason().text());
    }
}
