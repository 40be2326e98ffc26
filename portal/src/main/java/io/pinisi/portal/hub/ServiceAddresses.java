package io.pinisi.portal.hub;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.fleet.Application;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.fleet.ObjectSummary;
import io.pinisi.federation.membership.NodeRow;
import io.pinisi.portal.applications.ServiceAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Where the services of an application answer, asked of each member live. */
final class ServiceAddresses {
    private static final Logger log = LoggerFactory.getLogger(ServiceAddresses.class);
    private final FleetView view;

    ServiceAddresses(FleetView view) {
        this.view = view;
    }

    List<ServiceAddress> of(Application application) {
        List<ServiceAddress> addresses = new ArrayList<>();
        for (ObjectSummary object : application.objects()) {
            if (object.template().kind().kind().equals("Service")) {
                object.copies().forEach(copy -> add(addresses, copy.cluster(), object));
            }
        }
        return addresses;
    }

    private void add(List<ServiceAddress> addresses, String cluster, ObjectSummary service) {
        try {
            view.object(cluster, service.template())
                    .ifPresent(object -> addresses.add(address(cluster, object)));
        } catch (ApiException e) {
            log.debug("service={} cluster={} cannot be read", service.template(), cluster, e);
        }
    }

    private ServiceAddress address(String cluster, JsonNode service) {
        JsonNode spec = service.path("spec");
        List<URI> open = new ArrayList<>();
        for (JsonNode port : spec.path("ports")) {
            int nodePort = port.path("nodePort").asInt(0);
            if (nodePort > 0 && port.path("protocol").asString("TCP").equals("TCP")) {
                node(cluster).ifPresent(host -> open.add(uri(host, nodePort)));
            }
        }
        return new ServiceAddress(
                cluster,
                Trees.text(service.path("metadata"), "name"),
                spec.path("type").asString("ClusterIP"),
                Trees.text(spec, "clusterIP"),
                StreamSupport.stream(spec.path("ports").spliterator(), false)
                        .map(ServiceAddresses::port)
                        .collect(Collectors.joining(",")),
                open);
    }

    /** Any ready node answers for all. */
    private Optional<String> node(String cluster) {
        return view.nodes(cluster).stream()
                .filter(NodeRow::ready)
                .map(NodeRow::address)
                .filter(address -> !address.isEmpty())
                .findFirst();
    }

    private static URI uri(String host, int port) {
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + literal + ":" + port + "/");
    }

    private static String port(JsonNode port) {
        int nodePort = port.path("nodePort").asInt(0);
        return port.path("port").asInt(0)
                + (nodePort > 0 ? ":" + nodePort : "")
                + "/"
                + port.path("protocol").asString("TCP");
    }
}
