package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.fleet.Application.ClusterShare;
import io.pinisi.federation.health.Health;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.Workloads;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.status.Placed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes application summaries of one moment. */
final class ApplicationSummaries {
    private final Fleet.Sources sources;
    private final Predicate<String> clusters;

    /**
     * @param clusters of which the reader may be told why they were chosen or not
     */
    ApplicationSummaries(Fleet.Sources sources, Predicate<String> clusters) {
        this.sources = sources;
        this.clusters = clusters;
    }

    Application of(ApplicationKey key, List<ObjectNode> objects) {
        List<ObjectSummary> summaries =
                objects.stream()
                        .map(this::summary)
                        .sorted(
                                Comparator.comparing((ObjectSummary o) -> !o.workload())
                                        .thenComparing(o -> o.template().toString()))
                        .toList();
        Health health = Health.NO_RULE;
        String message = "";
        for (ObjectSummary summary : summaries) {
            health = health.worse(summary.health());
            message = message.isEmpty() ? why(summary) : message;
        }
        return new Application(
                key,
                health,
                message,
                summaries,
                shares(summaries),
                objects.stream()
                        .map(object -> Metadata.of(object).creationTimestamp())
                        .filter(Objects::nonNull)
                        .min(Comparator.<Instant>naturalOrder()));
    }

    /** The first thing in the way. */
    private static String why(ObjectSummary object) {
        if (object.copies().isEmpty() && object.workload()) {
            return object.verdicts().isEmpty()
                    ? object.template() + " is placed nowhere: no policy selects it"
                    : object.template() + " is placed nowhere: no cluster fits";
        }
        return object.copies().stream()
                .filter(copy -> !copy.message().isEmpty())
                .map(copy -> copy.cluster() + ": " + copy.message())
                .findFirst()
                .orElse("");
    }

    private ObjectSummary summary(ObjectNode object) {
        Template template = Template.of(object);
        boolean workload = Applications.isWorkload(object);
        List<ObjectSummary.Copy> copies =
                sources.status().placed(template).stream().map(this::copy).toList();
        Health health = workload && copies.isEmpty() ? Health.PROGRESSING : Health.NO_RULE;
        for (ObjectSummary.Copy copy : copies) {
            health = health.worse(copy.health());
        }
        return new ObjectSummary(
                template,
                workload,
                Workloads.replicas(object),
                images(object),
                health,
                copies,
                verdicts(template),
                policy(template));
    }

    private List<Decision.Verdict> verdicts(Template template) {
        return sources
                .binder()
                .decision(template)
                .map(Decision::verdicts)
                .orElse(List.of())
                .stream()
                .filter(verdict -> clusters.test(verdict.cluster()))
                .toList();
    }

    private Optional<ObjectKey> policy(Template template) {
        return sources.bindings().find(template).map(Binding::policy);
    }

    private ObjectSummary.Copy copy(Placed placed) {
        JsonNode status = placed.observed().map(object -> object.status()).orElse(Json.object());
        boolean seen = placed.reachability().ready();
        return new ObjectSummary.Copy(
                placed.cluster(),
                placed.share(),
                seen ? count(status, "readyReplicas", "numberReady") : 0,
                seen ? count(status, "updatedReplicas", "updatedNumberScheduled") : 0,
                placed.health(),
                placed.applied(),
                placed.message());
    }

    private static int count(JsonNode status, String field, String otherwise) {
        return status.path(field).asInt(status.path(otherwise).asInt(0));
    }

    private static List<ClusterShare> shares(List<ObjectSummary> objects) {
        Map<String, ClusterShare> shares = new TreeMap<>();
        for (ObjectSummary object : objects) {
            for (ObjectSummary.Copy copy : object.copies()) {
                int replicas = object.workload() ? copy.replicas().orElse(copy.ready()) : 0;
                shares.merge(
                        copy.cluster(),
                        new ClusterShare(
                                copy.cluster(),
                                replicas,
                                object.workload() ? copy.ready() : 0,
                                copy.health(),
                                copy.message()),
                        ApplicationSummaries::together);
            }
        }
        return new ArrayList<>(shares.values());
    }

    private static ClusterShare together(ClusterShare a, ClusterShare b) {
        return new ClusterShare(
                a.cluster(),
                a.replicas() + b.replicas(),
                a.ready() + b.ready(),
                a.health().worse(b.health()),
                a.message().isEmpty() ? b.message() : a.message());
    }

    private static List<String> images(ObjectNode object) {
        List<String> images = new ArrayList<>();
        JsonNode pod = Workloads.podSpec(object);
        if (pod != null) {
            pod.path("containers").forEach(c -> images.add(c.path("image").asString("")));
        }
        return images;
    }
}
