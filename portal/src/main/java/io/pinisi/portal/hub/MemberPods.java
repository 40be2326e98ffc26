package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.fleet.Applications;
import io.pinisi.federation.fleet.EventSummary;
import io.pinisi.federation.membership.MemberClients;
import io.pinisi.federation.membership.PodRow;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.pods.Container;
import io.pinisi.portal.pods.LogRequest;
import io.pinisi.portal.pods.LogStream;
import io.pinisi.portal.pods.Pod;
import io.pinisi.portal.pods.PodDetail;
import io.pinisi.portal.pods.PodEvent;
import io.pinisi.portal.pods.PodRef;
import io.pinisi.portal.pods.PodService;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods of members: rows from the engine's observation, everything else asked live. */
final class MemberPods implements PodService {
    private static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");

    private final People people;
    private final MemberClients members;
    private final Changes changes;

    MemberPods(People people, MemberClients members, Changes changes) {
        this.people = people;
        this.members = members;
        this.changes = changes;
    }

    static Pod row(String cluster, PodRow pod) {
        return new Pod(
                new PodRef(
                        cluster,
                        Objects.requireNonNullElse(pod.key().namespace(), ""),
                        pod.key().name()),
                Statuses.of(pod),
                pod.ready(),
                pod.containers().size(),
                pod.restarts(),
                pod.node(),
                pod.address(),
                pod.created());
    }

    @Override
    public PodDetail get(Identity who, PodRef ref) {
        ObjectKey key = ObjectKey.of(ref.namespace(), ref.name());
        requireCluster(who, ref);
        ObjectNode pod =
                members.api(ref.cluster(), People.user(who)).get(ResourcePath.of(PODS, key));
        Pod row =
                people.view(who)
                        .pod(ref.cluster(), key)
                        .map(found -> row(found.cluster(), found.pod()))
                        .orElseThrow(() -> ApiException.notFound(PODS.groupResource(), ref.name()));
        return new PodDetail(
                row,
                Applications.of(pod).map(application -> application.name()).orElse(""),
                Metadata.of(pod).labels(),
                containers(pod),
                Trees.conditions(pod),
                people.view(who).events(ref.cluster(), "Pod", key).stream()
                        .map(MemberPods::event)
                        .toList());
    }

    /** A cluster that does not exist for the person is not asked at all. */
    private void requireCluster(Identity who, PodRef ref) {
        if (people.view(who).hidesCluster(ref.cluster())) {
            throw ApiException.notFound(PODS.groupResource(), ref.name());
        }
    }

    @Override
    public void delete(Identity who, PodRef ref) {
        requireCluster(who, ref);
        members.api(ref.cluster(), People.user(who))
                .delete(ResourcePath.of(PODS, ObjectKey.of(ref.namespace(), ref.name())), null);
    }

    @Override
    public LogStream log(Identity who, LogRequest request) {
        PodRef ref = request.pod();
        requireCluster(who, ref);
        ResourcePath path =
                ResourcePath.of(PODS, ObjectKey.of(ref.namespace(), ref.name())).sub("log");
        String container = URLEncoder.encode(request.container(), StandardCharsets.UTF_8);
        String query =
                "?container=%s&follow=true&timestamps=true&tailLines=%d"
                        .formatted(container, request.tail());
        return new FollowedLog(
                members.api(ref.cluster(), People.user(who)).raw("GET", path.path() + query));
    }

    @Override
    public Changes changes() {
        return changes;
    }

    static List<Container> containers(JsonNode pod) {
        List<Container> containers = new ArrayList<>();
        JsonNode spec = pod.path("spec");
        JsonNode status = pod.path("status");
        add(containers, spec.path("initContainers"), status.path("initContainerStatuses"), true);
        add(containers, spec.path("containers"), status.path("containerStatuses"), false);
        return containers;
    }

    private static void add(
            List<Container> containers, JsonNode specs, JsonNode statuses, boolean init) {
        for (JsonNode spec : specs) {
            String name = Trees.text(spec, "name");
            JsonNode found = named(statuses, name);
            JsonNode state = found == null ? spec.path("none") : found.path("state");
            containers.add(
                    new Container(
                            name,
                            Trees.text(spec, "image"),
                            init,
                            status(state, found),
                            found == null ? 0 : found.path("restartCount").asInt(0),
                            started(state),
                            found == null ? "" : ended(found.path("lastState"))));
        }
    }

    private static @Nullable JsonNode named(JsonNode statuses, String name) {
        for (JsonNode status : statuses) {
            if (Trees.text(status, "name").equals(name)) {
                return status;
            }
        }
        return null;
    }

    private static Status status(JsonNode state, @Nullable JsonNode container) {
        if (state.has("running")) {
            boolean ready = container != null && container.path("ready").asBoolean(false);
            return ready
                    ? Status.healthy("Running")
                    : Status.of(Level.PROGRESSING, "Running, not ready");
        }
        JsonNode terminated = state.path("terminated");
        if (state.has("terminated")) {
            boolean well = terminated.path("exitCode").asInt(1) == 0;
            return new Status(
                    well ? Level.DONE : Level.FAILED,
                    terminated.path("reason").asString(well ? "Completed" : "Error"),
                    Trees.text(terminated, "message"));
        }
        JsonNode waiting = state.path("waiting");
        String reason = waiting.path("reason").asString("Waiting");
        boolean onTheWay =
                List.of("ContainerCreating", "PodInitializing", "Waiting").contains(reason);
        return new Status(
                onTheWay ? Level.PROGRESSING : Level.FAILED,
                reason,
                Trees.text(waiting, "message"));
    }

    private static @Nullable Instant started(JsonNode state) {
        return Trees.time(state.path("running"), "startedAt");
    }

    private static String ended(JsonNode last) {
        JsonNode terminated = last.path("terminated");
        return terminated.isMissingNode()
                ? ""
                : terminated.path("reason").asString("Ended")
                        + ", exit code "
                        + terminated.path("exitCode").asInt(0);
    }

    private static PodEvent event(EventSummary event) {
        return new PodEvent(
                event.type().equals("Warning"),
                event.reason(),
                event.message(),
                event.count(),
                "",
                event.last().orElse(null));
    }
}
