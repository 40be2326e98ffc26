package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.deploy.Deployer;
import io.pinisi.federation.deploy.Deployment;
import io.pinisi.federation.fleet.ApplicationKey;
import io.pinisi.federation.fleet.Applications;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.PlacementPreview;
import io.pinisi.portal.applications.ApplicationRef;
import io.pinisi.portal.deploy.DeployRequest;
import io.pinisi.portal.deploy.DeployService;
import io.pinisi.portal.deploy.Deployed;
import io.pinisi.portal.deploy.Division;
import io.pinisi.portal.deploy.Plan;
import io.pinisi.portal.deploy.PlannedCluster;
import io.pinisi.portal.deploy.PlannedObject;
import io.pinisi.portal.deploy.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Deploys through the engine's deployer, as the person. */
final class HubDeploy implements DeployService {
    private static final GroupVersionResource NAMESPACES =
            GroupVersionResource.of("v1", "namespaces");
    private static final String FALLBACK = "default";

    private final People people;
    private final Deployer deployer;

    HubDeploy(People people, Deployer deployer) {
        this.people = people;
        this.deployer = deployer;
    }

    /** Without the system's own; a person who may not list them gets the usual one. */
    @Override
    public List<String> namespaces(Identity who) {
        try {
            return people
                    .hub(who)
                    .list(ResourcePath.all(NAMESPACES), ListOptions.ALL)
                    .items()
                    .stream()
                    .map(namespace -> Metadata.of(namespace).name())
                    .filter(name -> !name.startsWith("kube-") && !name.startsWith("pinisi-"))
                    .sorted()
                    .toList();
        } catch (ApiException e) {
            if (e.is(Reason.FORBIDDEN)) {
                return List.of(FALLBACK);
            }
            throw e;
        }
    }

    @Override
    public Plan plan(Identity who, DeployRequest request) {
        try {
            return switch (deployer.check(people.hub(who), engine(request))) {
                case Deployment.Checked(PlacementPreview preview, List<Deployment.Change> all) ->
                        new Plan(objects(all), clusters(preview), List.of());
                case Deployment.Refused(List<io.pinisi.federation.deploy.Problem> problems) ->
                        new Plan(List.of(), List.of(), problems(problems));
                case Deployment.Applied applied ->
                        throw new IllegalStateException("a check wrote " + applied);
            };
        } catch (ApiException e) {
            return new Plan(List.of(), List.of(), List.of(whole(e)));
        }
    }

    @Override
    public Deployed deploy(Identity who, DeployRequest request) {
        try {
            return switch (deployer.deploy(people.hub(who), engine(request))) {
                case Deployment.Applied applied ->
                        new Deployed.Done(Optional.of(application(applied)));
                case Deployment.Refused(List<io.pinisi.federation.deploy.Problem> problems) ->
                        new Deployed.Refused(problems(problems), List.of());
                case Deployment.Checked checked ->
                        throw new IllegalStateException("not deployed: " + checked);
            };
        } catch (ApiException e) {
            return new Deployed.Refused(List.of(whole(e)), List.of());
        }
    }

    private static ApplicationRef application(Deployment.Applied applied) {
        String namespace =
                applied.objects().stream()
                        .flatMap(object -> Optional.ofNullable(object.key().namespace()).stream())
                        .findFirst()
                        .orElse(applied.application().namespace());
        return new ApplicationRef(namespace, applied.application().name());
    }

    private static io.pinisi.federation.deploy.DeployRequest engine(DeployRequest request) {
        if (request.manifest().length() > DeployRequest.LONGEST_MANIFEST) {
            throw new ApiException(
                    Reason.REQUEST_ENTITY_TOO_LARGE,
                    "the manifest has %,d characters; at most %,d are taken"
                            .formatted(
                                    request.manifest().length(), DeployRequest.LONGEST_MANIFEST));
        }
        List<ObjectNode> documents = Yaml.parse(request.manifest());
        return new io.pinisi.federation.deploy.DeployRequest(
                name(documents),
                request.namespace().isEmpty() ? FALLBACK : request.namespace(),
                documents,
                request.clusters(),
                division(request.division()));
    }

    /** As the first workload calls itself, so that what exists already stays one application. */
    private static String name(List<ObjectNode> documents) {
        return documents.stream()
                .filter(Applications::isWorkload)
                .map(HubDeploy::name)
                .findFirst()
                .orElseGet(() -> documents.isEmpty() ? "" : name(documents.getFirst()));
    }

    private static String name(ObjectNode document) {
        ObjectNode placed = document.deepCopy();
        placed.withObject("/metadata").put("namespace", FALLBACK);
        return Applications.of(placed)
                .map(ApplicationKey::name)
                .orElseGet(() -> Metadata.of(document).name());
    }

    private static io.pinisi.federation.deploy.Division division(Division division) {
        return switch (division) {
            case Division.Duplicated() -> new io.pinisi.federation.deploy.Division.Duplicate();
            case Division.Weighted(Map<String, Integer> weights) ->
                    new io.pinisi.federation.deploy.Division.Weights(weights);
        };
    }

    private static List<PlannedObject> objects(List<Deployment.Change> changes) {
        List<PlannedObject> objects = new ArrayList<>();
        for (Deployment.Change change : changes) {
            objects.add(
                    new PlannedObject(
                            change.template().kind().kind(),
                            Objects.requireNonNullElse(change.template().key().namespace(), ""),
                            change.template().key().name(),
                            switch (change.kind()) {
                                case CREATE -> PlannedObject.Effect.CREATED;
                                case UPDATE -> PlannedObject.Effect.CHANGED;
                                case UNCHANGED -> PlannedObject.Effect.UNCHANGED;
                            }));
        }
        return objects;
    }

    private static List<PlannedCluster> clusters(PlacementPreview preview) {
        Map<String, Map<String, Integer>> replicas = new HashMap<>();
        Map<String, Decision.Verdict> verdicts = new LinkedHashMap<>();
        for (PlacementPreview.Row row : preview.rows()) {
            for (Decision.Verdict verdict : row.decision().verdicts()) {
                verdicts.merge(
                        verdict.cluster(), verdict, (a, b) -> a.chosen() || !b.chosen() ? a : b);
            }
            for (Decision.Target target : row.decision().targets()) {
                target.replicas()
                        .ifPresent(
                                count ->
                                        replicas.computeIfAbsent(
                                                        target.cluster(), none -> new HashMap<>())
                                                .put(
                                                        row.template().kind().kind()
                                                                + " "
                                                                + row.template().key().name(),
                                                        count));
            }
        }
        return verdicts.values().stream()
                .map(
                        verdict ->
                                new PlannedCluster(
                                        verdict.cluster(),
                                        verdict.chosen(),
                                        verdict.chosen() ? "" : verdict.summary(),
                                        replicas.getOrDefault(verdict.cluster(), Map.of())))
                .toList();
    }

    private static List<Problem> problems(List<io.pinisi.federation.deploy.Problem> problems) {
        return problems.stream()
                .map(one -> new Problem(one.document(), one.object(), one.field(), one.message()))
                .toList();
    }

    private static Problem whole(ApiException e) {
        return new Problem(
                0, "", "", Objects.requireNonNullElse(e.getMessage(), e.reason().text()));
    }
}
