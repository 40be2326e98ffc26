package io.pinisi.portal.cli;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.Cluster;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.net.URI;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Writes kubeconfigs with an administrator's context for each API. */
final class Kubeconfigs {
    static final String HUB = "hub";
    private static final List<String> LISTS = List.of("clusters", "contexts", "users");

    private Kubeconfigs() {}

    static void write(Home home, ApiServer hub, List<Cluster> members) {
        ObjectNode all = Json.object();
        all.put("apiVersion", "v1").put("kind", "Config").put("current-context", HUB);
        LISTS.forEach(all::putArray);
        add(all, hub.kubeconfig(HUB, Operators.ADMINISTRATOR));
        for (Cluster member : members) {
            add(all, member.api().kubeconfig(member.name(), Operators.ADMINISTRATOR));
        }
        home.writePrivate("kubeconfig", Yaml.print(all));
    }

    /** Of one cluster alone, as others reach it. */
    static void write(Home home, Cluster cluster, URI url) {
        home.writePrivate(
                "kubeconfig",
                cluster.api().kubeconfig(cluster.name(), url.toString(), Operators.ADMINISTRATOR));
    }

    private static void add(ObjectNode all, String kubeconfig) {
        ObjectNode one = Yaml.parse(kubeconfig).getFirst();
        for (String list : LISTS) {
            one.path(list).forEach(all.withArray("/" + list)::add);
        }
    }
}
