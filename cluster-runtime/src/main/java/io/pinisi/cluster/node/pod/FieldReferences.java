package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a pod may learn about itself: {@code fieldRef} and {@code resourceFieldRef}. */
public final class FieldReferences {
    private static final Pattern SUBSCRIPT =
            Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)'\\]");

    private final Pod pod;
    private final NodeFacts node;
    private final String address;
    private final Capacity capacity;

    /** What stands in for limits that are not set. */
    public record Capacity(long milliCpu, long memory, int pods) {}

    /**
     * @param address the pod's own, empty while it has none
     */
    public FieldReferences(Pod pod, NodeFacts node, String address, Capacity capacity) {
        this.pod = pod;
        this.node = node;
        this.address = address;
        this.capacity = capacity;
    }

    /** Empty where there is no such field. */
    public Optional<String> field(String path) {
        Metadata metadata = Metadata.of(pod.tree());
        Matcher subscript = SUBSCRIPT.matcher(path);
        if (subscript.matches()) {
            Map<String, String> map =
                    subscript.group(1).equals("labels")
                            ? metadata.labels()
                            : metadata.annotations();
            return Optional.of(map.getOrDefault(subscript.group(2), ""));
        }
        return switch (path) {
            case "metadata.name" -> Optional.of(metadata.name());
            case "metadata.namespace" ->
                    Optional.of(Objects.requireNonNullElse(metadata.namespace(), ""));
            case "metadata.uid" -> Optional.of(metadata.uid());
            case "metadata.labels" -> Optional.of(lines(metadata.labels()));
            case "metadata.annotations" -> Optional.of(lines(metadata.annotations()));
            case "spec.nodeName" -> Optional.of(node.name());
            case "spec.serviceAccountName" ->
                    Optional.of(pod.spec().path("serviceAccountName").asString("default"));
            case "status.hostIP", "status.hostIPs" -> Optional.of(node.address());
            case "status.podIP", "status.podIPs" -> Optional.of(address);
            default -> Optional.empty();
        };
    }

    private static String lines(Map<String, String> map) {
        return map.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=" + Json.mapper().writeValueAsString(e.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** Empty where there is no such container or resource. */
    public Optional<String> resource(JsonNode reference, String defaultContainer) {
        String[] path = reference.path("resource").asString("").split("\\.", 2);
        Optional<ContainerDefinition> container =
                pod.container(reference.path("containerName").asString(defaultContainer));
        if (container.isEmpty() || path.length != 2) {
            return Optional.empty();
        }
        Quantity value = QosClass.quantity(container.get(), path[0], path[1]);
        if (value.isZero() && path[0].equals("requests")) {
            value = QosClass.quantity(container.get(), "limits", path[1]);
        }
        if (value.isZero() && path[0].equals("limits")) {
            value = whole(path[1]);
        }
        Quantity divisor = Quantity.parse(reference.path("divisor").asString("1"));
        BigDecimal unit = divisor.isZero() ? BigDecimal.ONE : divisor.value();
        return Optional.of(
                value.value().divide(unit, 0, RoundingMode.CEILING).toBigInteger().toString());
    }

    private Quantity whole(String resource) {
        return switch (resource) {
            case "cpu" -> Quantity.ofMilli(capacity.milliCpu());
            case "memory" -> Quantity.of(capacity.memory());
            default -> Quantity.ZERO;
        };
    }
}
