package io.pinisi.cluster.node.container;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The variables by which a pod finds services without DNS: {@code WEB_SERVICE_HOST} and so on. */
public final class ServiceVariables {
    private ServiceVariables() {}

    /**
     * @param services those of the pod's namespace, and {@code default/kubernetes}
     * @param links whether others than {@code kubernetes} are wanted
     */
    public static Map<String, String> of(List<ObjectNode> services, boolean links) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (ObjectNode service : services) {
            String address = service.path("spec").path("clusterIP").asString("");
            boolean api = Metadata.key(service).toString().equals("default/kubernetes");
            JsonNode ports = service.path("spec").path("ports");
            if ((links || api)
                    && !address.isEmpty()
                    && !address.equals("None")
                    && !ports.isEmpty()) {
                add(variables, Metadata.of(service).name(), address, ports);
            }
        }
        return variables;
    }

    private static void add(
            Map<String, String> variables, String name, String address, JsonNode ports) {
        String prefix = upper(name);
        String first = ports.get(0).path("port").asString();
        variables.put(prefix + "_SERVICE_HOST", address);
        variables.put(prefix + "_SERVICE_PORT", first);
        for (JsonNode port : ports) {
            String portName = port.path("name").asString("");
            if (!portName.isEmpty()) {
                variables.put(
                        prefix + "_SERVICE_PORT_" + upper(portName), port.path("port").asString());
            }
        }
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String number = port.path("port").asString();
            String protocol = port.path("protocol").asString("TCP");
            String url = protocol.toLowerCase(Locale.ROOT) + "://" + address + ":" + number;
            if (i == 0) {
                variables.put(prefix + "_PORT", url);
            }
            String own = prefix + "_PORT_" + number + "_" + protocol;
            variables.put(own, url);
            variables.put(own + "_PROTO", protocol.toLowerCase(Locale.ROOT));
            variables.put(own + "_PORT", number);
            variables.put(own + "_ADDR", address);
        }
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
