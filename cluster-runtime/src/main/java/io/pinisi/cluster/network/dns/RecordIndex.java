package io.pinisi.cluster.network.dns;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every name of a cluster with its records: its own services, and under {@code clusterset.local}
 * those that other clusters export to it, as the DNS specification of the multi-cluster services
 * API has them.
 */
public final class RecordIndex {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String SET = "clusterset.local";

    /** On a service that stands for an exported one: the name it was exported under. */
    private static final String EXPORTED_NAME = "multicluster.kubernetes.io/service-name";

    private static final String SOURCE_CLUSTER = "multicluster.kubernetes.io/source-cluster";
    private static final Pattern POD =
            Pattern.compile("(\\d+)-(\\d+)-(\\d+)-(\\d+)\\.[a-z0-9-]+\\.pod");

    private final String domain;
    private final Map<String, List<DnsRecord>> records = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private RecordIndex(String domain) {
        this.domain = domain;
    }

    public static RecordIndex of(
            String domain, List<ObjectNode> services, List<ObjectNode> slices) {
        RecordIndex index = new RecordIndex(domain);
        index.add(new DnsRecord.Text("dns-version." + domain, "1.1.0"));
        index.add(new DnsRecord.Text("dns-version." + SET, "1.0.0"));
        Map<String, List<ObjectNode>> slicesOf = new HashMap<>();
        for (ObjectNode slice : slices) {
            Metadata metadata = Metadata.of(slice);
            slicesOf.computeIfAbsent(
                            metadata.label(SERVICE_NAME) + "." + metadata.namespace(),
                            k -> new ArrayList<>())
                    .add(slice);
        }
        for (ObjectNode service : services) {
            Metadata metadata = Metadata.of(service);
            String key = metadata.name() + "." + metadata.namespace();
            List<ObjectNode> own = slicesOf.getOrDefault(key, List.of());
            index.add(key + ".svc." + domain, service, own);
            String exported = metadata.label(EXPORTED_NAME);
            if (exported != null && !exported.equals(metadata.name())) {
                String name = exported + "." + metadata.namespace() + ".svc." + SET;
                index.add(name, service, own);
            }
        }
        return index;
    }

    private void add(String name, ObjectNode service, List<ObjectNode> slices) {
        JsonNode spec = service.path("spec");
        if (spec.path("type").asString("").equals("ExternalName")) {
            add(new DnsRecord.Alias(name, spec.path("externalName").asString("")));
            return;
        }
        String address = spec.path("clusterIP").asString("");
        if (address.isEmpty()) {
            return;
        }
        if (address.equals("None")) {
            boolean all = spec.path("publishNotReadyAddresses").asBoolean(false);
            slices.forEach(slice -> headless(name, slice, all));
            note(name);
            return;
        }
        add(new DnsRecord.Address(name, address));
        pointer(address, name);
        for (JsonNode port : spec.path("ports")) {
            service(name, port, name);
        }
    }

    private void headless(String name, ObjectNode slice, boolean all) {
        for (JsonNode endpoint : slice.path("endpoints")) {
            JsonNode address = endpoint.path("addresses").path(0);
            boolean ready = endpoint.path("conditions").path("ready").asBoolean(true);
            if (!address.isString() || !(ready || all)) {
                continue;
            }
            String host = endpoint.path("hostname").asString(address.asString().replace('.', '-'));
            String own = host + "." + cluster(name, slice) + name;
            add(new DnsRecord.Address(name, address.asString()));
            add(new DnsRecord.Address(own, address.asString()));
            pointer(address.asString(), own);
            for (JsonNode port : slice.path("ports")) {
                service(name, port, own);
            }
        }
    }

    /** Hosts of one name may be in several clusters of the set. */
    private static String cluster(String name, ObjectNode slice) {
        String source = Metadata.of(slice).label(SOURCE_CLUSTER);
        return source == null || !isOfSet(name) ? "" : source + ".";
    }

    /** An address has one name back, that of its own cluster. */
    private void pointer(String address, String name) {
        if (!isOfSet(name)) {
            add(new DnsRecord.Pointer(reverse(address), name));
        }
    }

    private static boolean isOfSet(String name) {
        return name.equals(SET) || name.endsWith("." + SET);
    }

    private void service(String name, JsonNode port, String target) {
        String portName = port.path("name").asString("");
        if (portName.isEmpty()) {
            return;
        }
        String protocol = port.path("protocol").asString("TCP").toLowerCase(Locale.ROOT);
        add(
                new DnsRecord.Service(
                        "_" + portName + "._" + protocol + "." + name,
                        port.path("port").asInt(),
                        target));
    }

    private void add(DnsRecord record) {
        List<DnsRecord> list = records.computeIfAbsent(record.name(), name -> new ArrayList<>());
        if (!list.contains(record)) {
            list.add(record);
        }
        note(record.name());
    }

    /** A name exists when it has records or something below it has. */
    private void note(String name) {
        for (String at = name; names.add(at) && at.contains("."); ) {
            at = at.substring(at.indexOf('.') + 1);
        }
    }

    static String reverse(String address) {
        String[] parts = address.split("\\.", -1);
        return parts.length == 4
                ? parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0] + ".in-addr.arpa"
                : address;
    }

    /** Whether a name is this cluster's to answer, be it known or not. */
    public boolean answersFor(String name) {
        return name.equals(domain)
                || name.endsWith("." + domain)
                || isOfSet(name)
                || records.containsKey(name);
    }

    public boolean exists(String name) {
        return names.contains(name) || pod(name).isPresent();
    }

    /** The records of a name that match the type; an alias matches every type. */
    public List<DnsRecord> find(String name, QuestionType type) {
        List<DnsRecord> all = new ArrayList<>(records.getOrDefault(name, List.of()));
        pod(name).ifPresent(all::add);
        return all.stream().filter(record -> matches(record, type)).toList();
    }

    private static boolean matches(DnsRecord record, QuestionType type) {
        if (type == QuestionType.ANY) {
            return true;
        }
        return switch (record) {
            case DnsRecord.Address address -> type == QuestionType.A;
            case DnsRecord.Service service -> type == QuestionType.SRV;
            case DnsRecord.Pointer pointer -> type == QuestionType.PTR;
            case DnsRecord.Text text -> type == QuestionType.TXT;
            case DnsRecord.Alias alias -> true;
        };
    }

    /** {@code 10-64-0-2.default.pod.cluster.local} says its own address. */
    private Optional<DnsRecord> pod(String name) {
        if (!name.endsWith("." + domain)) {
            return Optional.empty();
        }
        Matcher matcher = POD.matcher(name.substring(0, name.length() - domain.length() - 1));
        return matcher.matches()
                ? Optional.of(
                        new DnsRecord.Address(
                                name,
                                String.join(
                                        ".",
                                        matcher.group(1),
                                        matcher.group(2),
                                        matcher.group(3),
                                        matcher.group(4))))
                : Optional.empty();
    }
}
