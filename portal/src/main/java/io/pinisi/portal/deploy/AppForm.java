package io.pinisi.portal.deploy;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The short form: one container, and what usually goes with it. Every value is written quoted, so
 * nothing that somebody types can become structure.
 *
 * @param port 0 where nothing listens; else a NodePort service is made for it
 * @param config becomes a ConfigMap and the container's environment
 */
public record AppForm(
        String name,
        String namespace,
        String image,
        int replicas,
        int port,
        Map<String, String> config) {
    public AppForm {
        config = Map.copyOf(config);
    }

    /** The documents that the form stands for. */
    public String manifest() {
        StringBuilder yaml = new StringBuilder(600);
        if (!config.isEmpty()) {
            configMap(yaml);
        }
        deployment(yaml);
        if (port > 0) {
            service(yaml);
        }
        return yaml.toString();
    }

    private void configMap(StringBuilder yaml) {
        yaml.append("apiVersion: v1\nkind: ConfigMap\n");
        metadata(yaml);
        yaml.append("data:\n");
        new TreeMap<>(config)
                .forEach(
                        (key, value) ->
                                yaml.append("  ")
                                        .append(quoted(key))
                                        .append(": ")
                                        .append(quoted(value))
                                        .append('\n'));
        yaml.append("---\n");
    }

    private void deployment(StringBuilder yaml) {
        yaml.append("apiVersion: apps/v1\nkind: Deployment\n");
        metadata(yaml);
        yaml.append("spec:\n  replicas: ").append(replicas).append('\n');
        yaml.append("  selector:\n    matchLabels:\n      app: ").append(quoted(name)).append('\n');
        yaml.append("  template:\n    metadata:\n      labels:\n        app: ")
                .append(quoted(name))
                .append('\n');
        yaml.append("    spec:\n      containers:\n        - name: ")
                .append(quoted(name))
                .append("\n          image: ")
                .append(quoted(image))
                .append('\n');
        if (port > 0) {
            yaml.append("          ports:\n            - containerPort: ")
                    .append(port)
                    .append('\n');
        }
        if (!config.isEmpty()) {
            yaml.append("          envFrom:\n            - configMapRef:\n                name: ")
                    .append(quoted(name))
                    .append('\n');
        }
    }

    private void service(StringBuilder yaml) {
        yaml.append("---\napiVersion: v1\nkind: Service\n");
        metadata(yaml);
        yaml.append("spec:\n  type: NodePort\n  selector:\n    app: ")
                .append(quoted(name))
                .append("\n  ports:\n    - port: ")
                .append(port)
                .append("\n      targetPort: ")
                .append(port)
                .append('\n');
    }

    private void metadata(StringBuilder yaml) {
        yaml.append("metadata:\n  name: ").append(quoted(name)).append('\n');
        yaml.append("  namespace: ").append(quoted(namespace)).append('\n');
        yaml.append("  labels:\n    app: ").append(quoted(name)).append('\n');
    }

    /** JSON's strings are YAML's double-quoted ones. */
    private static String quoted(String text) {
        return JsonNodeFactory.instance.stringNode(text).toString();
    }
}
