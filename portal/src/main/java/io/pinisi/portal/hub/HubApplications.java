package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.deploy.Deployer;
import io.pinisi.federation.deploy.Problem;
import io.pinisi.federation.fleet.ApplicationKey;
import io.pinisi.federation.fleet.BindingSummary;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.fleet.ObjectSummary;
import io.pinisi.federation.fleet.PodSummary;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.RenderPreview;
import io.pinisi.portal.applications.Application;
import io.pinisi.portal.applications.ApplicationDetail;
import io.pinisi.portal.applications.ApplicationRef;
import io.pinisi.portal.applications.ApplicationService;
import io.pinisi.portal.applications.ContainerImage;
import io.pinisi.portal.applications.Placed;
import io.pinisi.portal.applications.RenderQuestion;
import io.pinisi.portal.applications.Rendering;
import io.pinisi.portal.applications.Workload;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.placement.PolicyRef;
import io.pinisi.portal.pods.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applications as the engine groups and observes them; changes go to the hub as the person. */
final class HubApplications implements ApplicationService {
    private static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-portal");
    private static final Comparator<Application> WORST_FIRST =
            Comparator.comparing((Application app) -> app.status().level())
                    .reversed()
                    .thenComparing(app -> app.ref().name())
                    .thenComparing(app -> app.ref().namespace());

    private final People people;
    private final Deployer deployer;
    private final Changes changes;

    HubApplications(People people, Deployer deployer, Changes changes) {
        this.people = people;
        this.deployer = deployer;
        this.changes = changes;
    }

    @Override
    public Page<Application> list(Identity who, PageRequest page) {
        FleetView view = people.view(who);
        List<Application> all = view.applications().stream().map(HubApplications::row).toList();
        Refusals.requireList(!all.isEmpty() || view.mayListApplications(), who, DEPLOYMENTS);
        return page.of(
                all,
                app ->
                        app.ref().namespace()
                                + "/"
                                + app.ref().name()
                                + " "
                                + app.status().word()
                                + " "
                                + app.clusters()
                                + app.images(),
                HubApplications::order);
    }

    static Comparator<Application> order(String key) {
        Comparator<Application> name =
                Comparator.comparing((Application app) -> app.ref().name())
                        .thenComparing(app -> app.ref().namespace());
        return switch (key) {
            case "name" -> name;
            case "age" ->
                    Comparator.comparing(
                                    Application::created,
                                    Comparator.nullsLast(Comparator.<Instant>reverseOrder()))
                            .thenComparing(name);
            default -> WORST_FIRST;
        };
    }

    @Override
    public ApplicationDetail get(Identity who, ApplicationRef ref) {
        FleetView view = people.view(who);
        io.pinisi.federation.fleet.Application application = find(view, ref);
        List<BindingSummary> bindings = view.bindings(key(ref));
        List<Workload> workloads = new ArrayList<>();
        List<Condition> conditions = new ArrayList<>();
        for (ObjectSummary workload : application.workloads()) {
            view.object(workload.template())
                    .ifPresent(
                            object -> {
                                workloads.add(workload(object));
                                conditions.addAll(Trees.conditions(object));
                            });
        }
        return new ApplicationDetail(
                row(application),
                workloads,
                application.clusters().stream().map(share -> placed(application, share)).toList(),
                view.pods(key(ref)).stream().map(HubApplications::pod).toList(),
                new ServiceAddresses(view).of(application),
                conditions,
                BindingWords.bindings(bindings),
                BindingWords.works(bindings),
                application.workloads().stream()
                        .flatMap(workload -> workload.policy().stream())
                        .distinct()
                        .map(
                                policy ->
                                        new PolicyRef(
                                                Objects.requireNonNullElse(policy.namespace(), ""),
                                                policy.name()))
                        .toList(),
                view.mayListPods(ref.namespace()));
    }

    @Override
    public String yaml(Identity who, ApplicationRef ref) {
        FleetView view = people.view(who);
        return find(view, ref).objects().stream()
                .flatMap(object -> view.object(object.template()).stream())
                .map(HubApplications::withoutBookkeeping)
                .map(Yaml::print)
                .collect(Collectors.joining("---\n"));
    }

    /** Only what the person may read on the hub is shown as clusters get it. */
    @Override
    public Rendering rendered(Identity who, ApplicationRef ref, RenderQuestion question) {
        FleetView view = people.view(who);
        List<Template> objects =
                find(view, ref).objects().stream().map(ObjectSummary::template).toList();
        Template chosen =
                objects.stream()
                        .filter(one -> one.toString().equals(question.object()))
                        .findFirst()
                        .orElse(objects.getFirst());
        ObjectNode object =
                view.object(chosen)
                        .orElseThrow(() -> missing(ref.namespace() + "/" + chosen.key().name()));
        return new Renderings(
                        objects.stream().map(Template::toString).toList(),
                        chosen.toString(),
                        view.rendered(chosen).orElse(new RenderPreview(object, List.of())))
                .of(question);
    }

    @Override
    public void scale(Identity who, ApplicationRef ref, Workload workload, int replicas) {
        ObjectNode patch = Json.object();
        patch.putObject("spec").put("replicas", replicas);
        people.hub(who).patch(path(ref, workload), PatchType.MERGE, patch, WRITE);
    }

    @Override
    public void restart(Identity who, ApplicationRef ref, Workload workload) {
        ObjectNode patch = Json.object();
        patch.putObject("spec")
                .putObject("template")
                .putObject("metadata")
                .putObject("annotations")
                .put("kubectl.kubernetes.io/restartedAt", Instant.now().toString());
        people.hub(who).patch(path(ref, workload), PatchType.MERGE, patch, WRITE);
    }

    @Override
    public void setImage(
            Identity who, ApplicationRef ref, Workload workload, ContainerImage image) {
        ObjectNode patch = Json.object();
        patch.putObject("spec")
                .putObject("template")
                .putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", image.container())
                .put("image", image.image());
        people.hub(who).patch(path(ref, workload), PatchType.STRATEGIC, patch, WRITE);
    }

    @Override
    public void delete(Identity who, ApplicationRef ref) {
        List<Problem> problems = deployer.remove(people.hub(who), find(people.view(who), ref));
        if (!problems.isEmpty()) {
            throw new ApiException(
                    Reason.CONFLICT,
                    problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
    }

    @Override
    public Changes changes() {
        return changes;
    }

    private static io.pinisi.federation.fleet.Application find(FleetView view, ApplicationRef ref) {
        return view.application(key(ref))
                .orElseThrow(() -> missing(ref.namespace() + "/" + ref.name()));
    }

    private static ApiException missing(String what) {
        return ApiException.notFound(new GroupResource("", "applications"), what);
    }

    private static ApplicationKey key(ApplicationRef ref) {
        return new ApplicationKey(ref.namespace(), ref.name());
    }

    private static ResourcePath path(ApplicationRef ref, Workload workload) {
        GroupVersionResource resource =
                GroupVersionResource.of(
                        workload.apiVersion(), workload.kind().toLowerCase(Locale.ROOT) + "s");
        return ResourcePath.of(resource, ObjectKey.of(ref.namespace(), workload.name()));
    }

    private static Application row(io.pinisi.federation.fleet.Application application) {
        return new Application(
                new ApplicationRef(application.key().namespace(), application.key().name()),
                Statuses.of(application.health(), application.message()),
                application.clusters().stream().map(share -> share.cluster()).toList(),
                application.ready(),
                application.replicas(),
                application.images(),
                application.created().orElse(null));
    }

    private static Placed placed(
            io.pinisi.federation.fleet.Application application,
            io.pinisi.federation.fleet.Application.ClusterShare share) {
        int updated =
                application.workloads().stream()
                        .flatMap(workload -> workload.copies().stream())
                        .filter(copy -> copy.cluster().equals(share.cluster()))
                        .mapToInt(ObjectSummary.Copy::updated)
                        .sum();
        return new Placed(
                share.cluster(),
                Statuses.of(share.health(), share.message()),
                share.ready(),
                updated,
                share.replicas());
    }

    static Pod pod(PodSummary summary) {
        return MemberPods.row(summary.cluster(), summary.pod());
    }

    static Workload workload(JsonNode object) {
        JsonNode spec = object.path("spec");
        List<ContainerImage> containers = new ArrayList<>();
        for (JsonNode container : spec.path("template").path("spec").path("containers")) {
            containers.add(
                    new ContainerImage(
                            Trees.text(container, "name"), Trees.text(container, "image")));
        }
        return new Workload(
                Trees.text(object, "apiVersion"),
                Trees.text(object, "kind"),
                Trees.text(object.path("metadata"), "name"),
                spec.has("replicas")
                        ? OptionalInt.of(spec.path("replicas").asInt(0))
                        : OptionalInt.empty(),
                containers);
    }

    static ObjectNode withoutBookkeeping(ObjectNode object) {
        ObjectNode plain = object.deepCopy();
        plain.remove("status");
        if (plain.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("managedFields", "resourceVersion", "uid", "generation"));
        }
        return plain;
    }
}
