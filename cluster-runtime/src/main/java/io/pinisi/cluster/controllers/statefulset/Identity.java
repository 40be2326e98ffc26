package io.pinisi.cluster.controllers.statefulset;

import io.pinisi.cluster.controllers.PodFactory;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What makes a pod the one of its ordinal: name, labels, host name and claims. */
record Identity(StatefulSetView set, int ordinal) {
    static final String REVISION = "controller-revision-hash";
    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    private static final String POD_INDEX = "apps.kubernetes.io/pod-index";

    /** The ordinal in a pod's name, if the name is one of this set's. */
    static OptionalInt ordinal(StatefulSetView set, String pod) {
        String prefix = set.metadata().name() + "-";
        String rest = pod.startsWith(prefix) ? pod.substring(prefix.length()) : "";
        return rest.matches("0|[1-9][0-9]{0,8}")
                ? OptionalInt.of(Integer.parseInt(rest))
                : OptionalInt.empty();
    }

    /** A pod of another name may match the selector; it is not one of the set's. */
    static boolean isNamed(StatefulSetView set, ObjectNode pod) {
        return ordinal(set, Metadata.of(pod).name()).isPresent();
    }

    String pod() {
        return set.metadata().name() + "-" + ordinal;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(POD_NAME, pod());
        labels.put(POD_INDEX, Integer.toString(ordinal));
        return labels;
    }

    /** Whether a pod of the right name also has the labels that belong to it. */
    boolean isOf(ObjectNode pod) {
        return Metadata.of(pod).labels().entrySet().containsAll(labels().entrySet());
    }

    /** The labels that a pod of this identity must have, as a patch. */
    ObjectNode patch() {
        ObjectNode patch = Json.object();
        ObjectNode labels = patch.putObject("metadata").putObject("labels");
        labels().forEach(labels::put);
        return patch;
    }

    /** A new pod, of the template of a revision. */
    ObjectNode make(JsonNode template, String revision, ObjectNode reference) {
        ObjectNode pod = PodFactory.fromTemplate(set.tree(), template, reference);
        ObjectNode metadata = pod.withObject("metadata");
        metadata.remove("generateName");
        metadata.put("name", pod());
        ObjectNode labels = metadata.withObject("labels");
        labels().forEach(labels::put);
        labels.put(REVISION, revision);
        ObjectNode spec = pod.withObject("spec");
        spec.put("hostname", pod());
        spec.put("subdomain", set.serviceName());
        if (set.serviceName().isEmpty()) {
            spec.remove("subdomain");
        }
        mountClaims(spec);
        return pod;
    }

    /** A claim takes the place of a volume of the same name. */
    private void mountClaims(ObjectNode spec) {
        Map<String, ObjectKey> claims = claims();
        if (claims.isEmpty()) {
            return;
        }
        ArrayNode volumes = Json.mapper().createArrayNode();
        claims.forEach(
                (volume, claim) -> {
                    ObjectNode mount = volumes.addObject().put("name", volume);
                    mount.putObject("persistentVolumeClaim").put("claimName", claim.name());
                });
        for (JsonNode volume : spec.path("volumes")) {
            if (!claims.containsKey(volume.path("name").asString(""))) {
                volumes.add(volume);
            }
        }
        spec.set("volumes", volumes);
    }

    /** The claims of this pod, by the name of the volume. */
    Map<String, ObjectKey> claims() {
        Map<String, ObjectKey> claims = new LinkedHashMap<>();
        for (ObjectNode template : set.claimTemplates()) {
            String volume = Metadata.of(template).name();
            claims.put(volume, new ObjectKey(set.metadata().namespace(), volume + "-" + pod()));
        }
        return claims;
    }

    /** A new claim, of one of the set's templates. */
    ObjectNode makeClaim(ObjectNode template) {
        ObjectNode claim = template.deepCopy();
        claim.remove("status");
        claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
        ObjectNode metadata = claim.withObject("metadata");
        metadata.put("name", Metadata.of(template).name() + "-" + pod());
        metadata.remove("namespace");
        ObjectNode labels = metadata.withObject("labels");
        set.spec()
                .path("selector")
                .path("matchLabels")
                .properties()
                .forEach(label -> labels.set(label.getKey(), label.getValue()));
        return claim;
    }
}
