package io.pinisi.federation.known;

import io.pinisi.cluster.machinery.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One row of the table.
 *
 * @param replicas the field of spec that clusters may share; null where there is nothing to share
 * @param pod where its pod template stands; null for none, or for several
 * @param pods where further specs stand that name what pods need
 * @param containers where single containers stand
 * @param omitted fields of status that are not carried to the hub
 * @param sums fields of status that add up over the clusters
 */
public record KnownKind(
        @Nullable String replicas,
        @Nullable JsonPath pod,
        List<JsonPath> pods,
        List<JsonPath> containers,
        List<Need> needs,
        Set<String> omitted,
        List<String> sums,
        Vitals vitals) {
    private static final String NAMED = "named";

    public KnownKind {
        pods = List.copyOf(pods);
        containers = List.copyOf(containers);
        needs = List.copyOf(needs);
        omitted = Set.copyOf(omitted);
        sums = List.copyOf(sums);
    }

    /** Names something that the object is no use without. */
    private record Need(JsonPath path, String kind) {}

    /** Something of the object's namespace. */
    public record Reference(String kind, String name) {}

    /** A word of the status that tells how it is. */
    public record Phase(JsonPath path, Set<String> well, Set<String> ill) {
        public Phase {
            well = Set.copyOf(well);
            ill = Set.copyOf(ill);
        }
    }

    /**
     * By what its health is told.
     *
     * @param generation whether it says which generation it has seen
     * @param atLeast fields of status, and where what they have to reach stands
     * @param well conditions one of which has to be true
     * @param falseIsIll whether one of these that is false is worse than one that is not known
     * @param ill conditions none of which may be true
     */
    public record Vitals(
            boolean generation,
            Map<String, JsonPath> atLeast,
            List<Phase> phases,
            List<String> well,
            boolean falseIsIll,
            List<String> ill) {
        public Vitals {
            atLeast = Map.copyOf(atLeast);
            phases = List.copyOf(phases);
            well = List.copyOf(well);
            ill = List.copyOf(ill);
        }

        static Vitals of(JsonNode written) {
            Map<String, JsonPath> atLeast = new TreeMap<>();
            written.path("atLeast")
                    .properties()
                    .forEach(one -> atLeast.put(one.getKey(), path(one.getValue())));
            List<Phase> phases = new ArrayList<>();
            for (JsonNode phase : written.path("phases")) {
                phases.add(
                        new Phase(
                                path(phase.path("path")),
                                Set.copyOf(texts(phase.path("well"))),
                                Set.copyOf(texts(phase.path("ill")))));
            }
            return new Vitals(
                    written.path("generation").asBoolean(false),
                    atLeast,
                    phases,
                    texts(written.path("well")),
                    written.path("falseIsIll").asBoolean(false),
                    texts(written.path("ill")));
        }
    }

    static KnownKind of(JsonNode row) {
        List<Need> needs = new ArrayList<>();
        for (JsonNode need : row.path("needs")) {
            needs.add(new Need(path(need.path("path")), need.path("kind").asString("")));
        }
        return new KnownKind(
                row.has("replicas") ? row.path("replicas").asString("") : null,
                row.has("pod") ? path(row.path("pod")) : null,
                row.path("pods").valueStream().map(KnownKind::path).toList(),
                row.path("containers").valueStream().map(KnownKind::path).toList(),
                needs,
                Set.copyOf(texts(row.path("omit"))),
                texts(row.path("sums")),
                Vitals.of(row.path("health")));
    }

    private static JsonPath path(JsonNode text) {
        return JsonPath.compile(text.asString(""));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(one -> one.asString("")).toList();
    }

    /** Its pod template; empty where it has none, or several. */
    public Optional<JsonNode> template(JsonNode object) {
        return pod == null ? Optional.empty() : pod.first(object);
    }

    /** Specs beside the template's that name what pods need. */
    public List<JsonNode> specs(JsonNode object) {
        return found(pods, object);
    }

    /** Containers that stand in no list. */
    public List<JsonNode> singleContainers(JsonNode object) {
        return found(containers, object);
    }

    private static List<JsonNode> found(List<JsonPath> paths, JsonNode object) {
        return paths.stream().flatMap(path -> path.find(object).stream()).toList();
    }

    /** What it names itself. */
    public List<Reference> references(JsonNode object) {
        List<Reference> references = new ArrayList<>();
        for (Need need : needs) {
            for (JsonNode found : need.path().find(object)) {
                references.add(
                        need.kind().equals(NAMED)
                                ? new Reference(
                                        found.path("kind").asString(""),
                                        found.path("name").asString(""))
                                : new Reference(need.kind(), found.asString("")));
            }
        }
        return references;
    }
}
