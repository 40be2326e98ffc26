package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.federation.fleet.ApplicationKey;
import io.pinisi.federation.fleet.Applications;
import io.pinisi.federation.membership.PodRow;
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
import io.pinisi.portal.backend.PresentOnlyException;
import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.pods.Pod;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applications as they were: the hub's objects and decisions, and what members had of them. */
final class PastApplications implements ApplicationService {
    private static final String BINDINGS = "resourcebindings.work.karmada.io";

    /** Kinds of workloads by their resources. */
    private static final Map<String, String> WORKLOADS =
            Map.of(
                    "deployments.apps", "Deployment",
                    "statefulsets.apps", "StatefulSet",
                    "daemonsets.apps", "DaemonSet",
                    "jobs.batch", "Job",
                    "cronjobs.batch", "CronJob");

    private final Past past;

    PastApplications(Past past) {
        this.past = past;
    }

    /** A workload of the hub, with its resource. */
    private record Found(String resource, ObjectNode object) {
        String name() {
            return Trees.text(object.path("metadata"), "name");
        }

        int ready() {
            JsonNode status = object.path("status");
            return status.path("readyReplicas")
                    .asInt(status.path("numberReady").asInt(status.path("ready").asInt(0)));
        }

        /**
         * @param decided over all clusters; 0 where nothing was decided
         */
        int desired(int decided) {
            return decided > 0 ? decided : desired();
        }

        int desired() {
            int scheduled = object.path("status").path("desiredNumberScheduled").asInt(0);
            return resource.equals("daemonsets.apps")
                    ? scheduled
                    : object.path("spec").path("replicas").asInt(ready());
        }

        Status status() {
            return PastObjects.status(resource, object);
        }
    }

    /** Where a workload was to be. */
    private record Decided(List<String> clusters, int replicas) {
        private static final Decided NOTHING = new Decided(List.of(), 0);

        private Decided {
            clusters = List.copyOf(clusters);
        }
    }

    private Map<ApplicationKey, List<Found>> groups(Identity who, String namespace) {
        Map<ApplicationKey, List<Found>> groups = new LinkedHashMap<>();
        WORKLOADS.forEach(
                (resource, kind) -> {
                    for (Past.Seen seen : past.all(who, Past.HUB, resource, namespace)) {
                        ObjectNode object = seen.object();
                        object.put("kind", kind);
                        object.put(
                                "apiVersion", resource.endsWith("batch") ? "batch/v1" : "apps/v1");
                        Applications.of(object)
                                .filter(key -> Applications.isWorkload(object))
                                .ifPresent(
                                        key ->
                                                groups.computeIfAbsent(
                                                                key, absent -> new ArrayList<>())
                                                        .add(new Found(resource, object)));
                    }
                });
        return groups;
    }

    /** Where each workload was to be, by kind, namespace and name. */
    private Map<String, Decided> decisions(Identity who, String namespace) {
        Map<String, Decided> decisions = new HashMap<>();
        for (Past.Seen seen : past.all(who, Past.HUB, BINDINGS, namespace)) {
            JsonNode spec = seen.object().path("spec");
            JsonNode about = spec.path("resource");
            List<String> clusters = new ArrayList<>();
            int replicas = 0;
            for (JsonNode target : spec.path("clusters")) {
                clusters.add(Trees.text(target, "name"));
                replicas += target.path("replicas").asInt(0);
            }
            decisions.put(
                    Trees.text(about, "kind")
                            + " "
                            + Trees.text(about, "namespace")
                            + "/"
                            + Trees.text(about, "name"),
                    new Decided(clusters, replicas));
        }
        return decisions;
    }

    List<Application> all(Identity who) {
        return applications(who, "");
    }

    private List<Application> applications(Identity who, String namespace) {
        Map<String, Decided> decisions = decisions(who, namespace);
        List<Application> applications = new ArrayList<>();
        groups(who, namespace)
                .forEach((key, found) -> applications.add(row(key, found, decisions)));
        return applications;
    }

    private static Application row(
            ApplicationKey key, List<Found> found, Map<String, Decided> decisions) {
        Function<Found, Decided> decided =
                one ->
                        decisions.getOrDefault(
                                kind(one) + " " + key.namespace() + "/" + one.name(),
                                Decided.NOTHING);
        List<String> clusters =
                found.stream()
                        .flatMap(one -> decided.apply(one).clusters().stream())
                        .distinct()
                        .sorted()
                        .toList();
        return new Application(
                new ApplicationRef(key.namespace(), key.name()),
                worst(found.stream().map(Found::status).toList()),
                clusters,
                found.stream().mapToInt(Found::ready).sum(),
                found.stream().mapToInt(one -> one.desired(decided.apply(one).replicas())).sum(),
                found.stream()
                        .flatMap(
                                one -> HubApplications.workload(one.object()).containers().stream())
                        .map(ContainerImage::image)
                        .distinct()
                        .toList(),
                created(found));
    }

    private static String kind(Found found) {
        return Trees.text(found.object(), "kind");
    }

    private static @Nullable Instant created(List<Found> found) {
        return found.stream()
                .flatMap(
                        one ->
                                Optional.ofNullable(
                                        Trees.time(
                                                one.object().path("metadata"), "creationTimestamp"))
                                        .stream())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Status worst(Collection<Status> all) {
        return all.stream()
                .max(Comparator.comparing(Status::level))
                .orElseGet(() -> Status.of(Level.UNKNOWN, "Unknown"));
    }

    @Override
    public Rendering rendered(Identity who, ApplicationRef ref, RenderQuestion question) {
        throw new PresentOnlyException();
    }

    @Override
    public Page<Application> list(Identity who, PageRequest page) {
        return page.of(
                all(who),
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

    private List<Found> require(Identity who, ApplicationRef ref) {
        List<Found> found =
                groups(who, ref.namespace()).get(new ApplicationKey(ref.namespace(), ref.name()));
        if (found == null) {
            throw past.missing("application " + ref.namespace() + "/" + ref.name());
        }
        return found;
    }

    @Override
    public ApplicationDetail get(Identity who, ApplicationRef ref) {
        List<Found> found = require(who, ref);
        ApplicationKey key = new ApplicationKey(ref.namespace(), ref.name());
        List<Condition> conditions = new ArrayList<>();
        found.forEach(one -> conditions.addAll(Trees.conditions(one.object())));
        return new ApplicationDetail(
                row(key, found, decisions(who, ref.namespace())),
                found.stream().map(one -> HubApplications.workload(one.object())).toList(),
                placed(who, ref, found),
                pods(who, ref, found),
                List.of(),
                conditions,
                List.of(),
                List.of(),
                List.of(),
                true);
    }

    private List<Placed> placed(Identity who, ApplicationRef ref, List<Found> found) {
        Map<String, List<Found>> copies = new TreeMap<>();
        Map<String, List<Status>> statuses = new HashMap<>();
        for (Found template : found) {
            for (Past.Seen seen :
                    past.all(who, Past.EVERYWHERE, template.resource(), ref.namespace())) {
                Found copy = new Found(template.resource(), seen.object());
                if (seen.isMembers() && copy.name().equals(template.name())) {
                    copies.computeIfAbsent(seen.source(), absent -> new ArrayList<>()).add(copy);
                    statuses.computeIfAbsent(seen.source(), absent -> new ArrayList<>())
                            .add(seen.or(copy.status()));
                }
            }
        }
        List<Placed> placed = new ArrayList<>();
        copies.forEach(
                (cluster, there) ->
                        placed.add(
                                new Placed(
                                        cluster,
                                        worst(statuses.getOrDefault(cluster, List.of())),
                                        there.stream().mapToInt(Found::ready).sum(),
                                        there.stream()
                                                .mapToInt(
                                                        one ->
                                                                one.object()
                                                                        .path("status")
                                                                        .path("updatedReplicas")
                                                                        .asInt(one.ready()))
                                                .sum(),
                                        there.stream().mapToInt(Found::desired).sum())));
        return placed;
    }

    private List<Pod> pods(Identity who, ApplicationRef ref, List<Found> found) {
        List<LabelSelector> selectors =
                found.stream()
                        .map(one -> one.object().path("spec").path("selector"))
                        .filter(JsonNode::isObject)
                        .map(LabelSelector::of)
                        .toList();
        List<Pod> pods = new ArrayList<>();
        for (Past.Seen seen : past.all(who, Past.EVERYWHERE, "pods", ref.namespace())) {
            PodRow row = PodRow.of(seen.object());
            if (seen.isMembers() && selectors.stream().anyMatch(one -> one.matches(row.labels()))) {
                pods.add(PastPods.row(seen));
            }
        }
        return pods;
    }

    @Override
    public String yaml(Identity who, ApplicationRef ref) {
        return require(who, ref).stream()
                .map(one -> Yaml.print(HubApplications.withoutBookkeeping(one.object())))
                .collect(Collectors.joining("---\n"));
    }

    @Override
    public void scale(Identity who, ApplicationRef ref, Workload workload, int replicas) {
        throw new PresentOnlyException();
    }

    @Override
    public void restart(Identity who, ApplicationRef ref, Workload workload) {
        throw new PresentOnlyException();
    }

    @Override
    public void setImage(
            Identity who, ApplicationRef ref, Workload workload, ContainerImage image) {
        throw new PresentOnlyException();
    }

    @Override
    public void delete(Identity who, ApplicationRef ref) {
        throw new PresentOnlyException();
    }

    @Override
    public Changes changes() {
        return Past.NEVER;
    }
}
