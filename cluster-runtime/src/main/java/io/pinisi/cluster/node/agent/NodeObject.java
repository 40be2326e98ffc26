package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.node.runtime.RuntimeInfo;
import io.pinisi.cluster.node.runtime.StoredImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Composes the Node object; pure but for a few facts that the machine's files tell. */
final class NodeObject {
    static final String AGENT_ADDRESS = "pinisi.io/agent-address";
    static final String RUNTIME_LABEL = "pinisi.io/runtime";
    private static final int MAX_IMAGES = 50;

    private NodeObject() {}

    /** Where the agent answers the API server. */
    record Endpoint(String host, int port) {}

    static ObjectNode compose(NodeSettings settings, Endpoint endpoint) {
        ObjectNode node = Json.object();
        node.put("apiVersion", "v1").put("kind", "Node");
        ObjectNode metadata = node.putObject("metadata");
        metadata.put("name", settings.facts().name());
        ObjectNode labels = metadata.putObject("labels");
        labels.put("kubernetes.io/hostname", settings.facts().name());
        labels.put("kubernetes.io/arch", architecture());
        labels.put("kubernetes.io/os", "linux");
        labels.put(RUNTIME_LABEL, settings.simulated().isEmpty() ? "containerd" : "simulated");
        settings.labels().forEach(labels::put);
        metadata.putObject("annotations").put(AGENT_ADDRESS, endpoint.host());
        ObjectNode spec = node.putObject("spec");
        spec.put("podCIDR", settings.podRange());
        spec.putArray("podCIDRs").add(settings.podRange());
        return node;
    }

    /** All of the status but the conditions, whose times depend on what they were. */
    static ObjectNode status(
            NodeSettings settings, Endpoint endpoint, RuntimeInfo info, List<StoredImage> images) {
        ObjectNode status = Json.object();
        for (String list : List.of("capacity", "allocatable")) {
            ObjectNode resources = status.putObject(list);
            resources.put("cpu", Quantity.ofMilli(settings.capacity().milliCpu()).toString());
            resources.put("memory", settings.capacity().memory() / 1024 + "Ki");
            resources.put("pods", Integer.toString(settings.capacity().pods()));
            resources.put("ephemeral-storage", storage(settings.durable()));
        }
        ArrayNode addresses = status.putArray("addresses");
        addresses.addObject().put("type", "InternalIP").put("address", settings.facts().address());
        addresses.addObject().put("type", "Hostname").put("address", settings.facts().name());
        status.putObject("daemonEndpoints")
                .putObject("kubeletEndpoint")
                .put("Port", endpoint.port());
        information(status.putObject("nodeInfo"), info);
        ArrayNode list = status.putArray("images");
        images.stream()
                .sorted((a, b) -> Long.compare(b.size(), a.size()))
                .limit(MAX_IMAGES)
                .forEach(image -> image(list.addObject(), image));
        return status;
    }

    private static void image(ObjectNode node, StoredImage image) {
        ArrayNode names = node.putArray("names");
        image.digests().forEach(names::add);
        image.tags().forEach(names::add);
        node.put("sizeBytes", image.size());
    }

    private static void information(ObjectNode node, RuntimeInfo info) {
        node.put("machineID", read("/etc/machine-id"));
        node.put("systemUUID", read("/sys/class/dmi/id/product_uuid"));
        node.put("bootID", read("/proc/sys/kernel/random/boot_id"));
        node.put("kernelVersion", System.getProperty("os.version"));
        node.put("osImage", osImage());
        node.put("containerRuntimeVersion", info.name() + "://" + info.version());
        node.put("kubeletVersion", "v1.32.0-pinisi");
        node.put("kubeProxyVersion", "v1.32.0-pinisi");
        node.put("operatingSystem", "linux");
        node.put("architecture", architecture());
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }

    private static String osImage() {
        return read("/etc/os-release")
                .lines()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                .findFirst()
                .orElse(System.getProperty("os.name"));
    }

    private static String storage(Path folder) {
        try {
            Path existing = folder;
            while (existing != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            return existing == null
                    ? "0"
                    : Files.getFileStore(existing).getTotalSpace() / 1024 + "Ki";
        } catch (IOException e) {
            return "0";
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
