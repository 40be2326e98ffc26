package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.runtime.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Decides what a pod's resolv.conf says. */
final class DnsPolicy {
    private static final int MAX_SERVERS = 3;
    private static final Path HOST = Path.of("/etc/resolv.conf");

    private final List<String> clusterServers;
    private final String domain;
    private final SandboxSpec.Dns host;

    DnsPolicy(List<String> clusterServers, String domain, SandboxSpec.Dns host) {
        this.clusterServers = List.copyOf(clusterServers);
        this.domain = domain;
        this.host = host;
    }

    static DnsPolicy of(NodeSettings settings) {
        SandboxSpec.Dns host = SandboxSpec.Dns.NONE;
        try {
            if (Files.isReadable(HOST)) {
                host = parse(Files.readAllLines(HOST));
            }
        } catch (IOException e) {
            host = SandboxSpec.Dns.NONE;
        }
        return new DnsPolicy(settings.clusterDns(), settings.clusterDomain(), host);
    }

    static SandboxSpec.Dns parse(List<String> lines) {
        List<String> servers = new ArrayList<>();
        List<String> searches = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            List<String> rest = Arrays.asList(words).subList(1, words.length);
            switch (words[0]) {
                case "nameserver" -> servers.addAll(rest);
                case "search", "domain" -> searches.addAll(rest);
                case "options" -> options.addAll(rest);
                default -> {}
            }
        }
        return new SandboxSpec.Dns(servers, searches, options);
    }

    SandboxSpec.Dns of(Pod pod) {
        SandboxSpec.Dns base =
                switch (pod.spec().path("dnsPolicy").asString("ClusterFirst")) {
                    case "None" -> SandboxSpec.Dns.NONE;
                    case "Default" -> outside();
                    case "ClusterFirstWithHostNet" -> cluster(pod.identity().namespace());
                    default ->
                            pod.namespaces().hostNetwork()
                                    ? outside()
                                    : cluster(pod.identity().namespace());
                };
        return merge(base, pod.spec().path("dnsConfig"));
    }

    /** A resolver on the machine's loopback is out of a pod's reach; ours asks it for the pod. */
    private SandboxSpec.Dns outside() {
        boolean reachable =
                !host.servers().isEmpty()
                        && host.servers().stream().noneMatch(s -> s.startsWith("127."));
        return new SandboxSpec.Dns(
                reachable ? host.servers() : clusterServers, host.searches(), host.options());
    }

    private SandboxSpec.Dns cluster(String namespace) {
        List<String> searches = new ArrayList<>();
        searches.add(namespace + ".svc." + domain);
        searches.add("svc." + domain);
        searches.add(domain);
        searches.addAll(host.searches());
        return new SandboxSpec.Dns(clusterServers, searches, List.of("ndots:5"));
    }

    private static SandboxSpec.Dns merge(SandboxSpec.Dns base, JsonNode config) {
        Set<String> servers = new LinkedHashSet<>(base.servers());
        config.path("nameservers").forEach(server -> servers.add(server.asString()));
        Set<String> searches = new LinkedHashSet<>(base.searches());
        config.path("searches").forEach(search -> searches.add(search.asString()));
        List<String> options = new ArrayList<>(base.options());
        for (JsonNode option : config.path("options")) {
            String name = option.path("name").asString("");
            options.removeIf(known -> known.split(":", 2)[0].equals(name));
            String value = option.path("value").asString("");
            options.add(value.isEmpty() ? name : name + ":" + value);
        }
        return new SandboxSpec.Dns(
                servers.stream().limit(MAX_SERVERS).toList(), List.copyOf(searches), options);
    }
}
