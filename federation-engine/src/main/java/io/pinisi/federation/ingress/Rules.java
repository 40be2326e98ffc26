package io.pinisi.federation.ingress;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How requests are shared among clusters, by the annotations of a MultiClusterIngress.
 *
 * @param weights by cluster; null where each endpoint counts alike, so that clusters count by the
 *     replicas that were placed in them
 * @param near whether clusters of the gateway's own zone and region come first
 */
public record Rules(@Nullable Map<String, Integer> weights, boolean near) {
    static final String WEIGHTS = "networking.pinisi.io/weights";
    static final String LOCALITY = "networking.pinisi.io/locality";
    private static final String PREFER = "Prefer";
    private static final List<String> LOCALITIES = List.of(PREFER, "Ignore");
    private static final Pattern WEIGHT = Pattern.compile("[0-9]{1,4}");

    static Rules of(ObjectNode ingress) {
        Metadata metadata = Metadata.of(ingress);
        String weights = metadata.annotation(WEIGHTS);
        return new Rules(
                weights == null ? null : weights(weights, new ArrayList<>()),
                PREFER.equals(metadata.annotation(LOCALITY)));
    }

    /** What is wrong with the annotations. */
    public static List<FieldError> validate(ObjectNode ingress) {
        List<FieldError> faults = new ArrayList<>();
        Metadata metadata = Metadata.of(ingress);
        String weights = metadata.annotation(WEIGHTS);
        if (weights != null) {
            Map<String, Integer> read = weights(weights, faults);
            if (faults.isEmpty() && read.values().stream().allMatch(weight -> weight == 0)) {
                faults.add(fault(WEIGHTS, weights, "must give a cluster more than 0"));
            }
        }
        String locality = metadata.annotation(LOCALITY);
        if (locality != null && !LOCALITIES.contains(locality)) {
            faults.add(fault(LOCALITY, locality, "must be one of " + LOCALITIES));
        }
        return faults;
    }

    private static Map<String, Integer> weights(String text, List<FieldError> faults) {
        Map<String, Integer> weights = new TreeMap<>();
        for (String each : text.split(",", -1)) {
            int equals = each.indexOf('=');
            String cluster = each.substring(0, Math.max(0, equals)).strip();
            String weight = each.substring(equals + 1).strip();
            if (cluster.isEmpty() || !WEIGHT.matcher(weight).matches()) {
                faults.add(
                        fault(
                                WEIGHTS,
                                each,
                                "must be CLUSTER=WEIGHT, with a weight from 0 to 9999"));
            } else if (weights.put(cluster, Integer.parseInt(weight)) != null) {
                faults.add(fault(WEIGHTS, each, "names a cluster a second time"));
            }
        }
        return weights;
    }

    private static FieldError fault(String annotation, String value, String why) {
        return FieldError.invalid("metadata.annotations[" + annotation + "]", value, why);
    }
}
