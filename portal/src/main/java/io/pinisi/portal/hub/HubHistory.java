package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.portal.history.FieldChange;
import io.pinisi.portal.history.HistoryService;
import io.pinisi.portal.history.ObjectChange;
import io.pinisi.portal.history.PastObject;
import io.pinisi.portal.history.PastPage;
import io.pinisi.portal.history.PastRef;
import io.pinisi.portal.history.PastScope;
import io.pinisi.portal.history.Step;
import io.pinisi.portal.history.Whereabouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the hub's API for the past, as the person. */
final class HubHistory implements HistoryService {
    private static final int PAGE = 50;
    private static final List<String> WORKLOADS =
            List.of(
                    "cronjobs.batch",
                    "daemonsets.apps",
                    "deployments.apps",
                    "jobs.batch",
                    "statefulsets.apps");
    private static final List<String> CLUSTERS = List.of("clusters.cluster.karmada.io");
    private static final List<String> PLACEMENTS = List.of("resourcebindings.work.karmada.io");
    private static final String SEPARATOR = " ";

    private final People people;

    HubHistory(People people) {
        this.people = people;
    }

    /** Lists of several kinds go through them one by one; the token says in which it is. */
    @Override
    public PastPage<PastObject> at(
            Identity who, Listing listing, PastScope scope, Instant moment, String after) {
        List<String> resources =
                switch (listing) {
                    case APPLICATIONS -> WORKLOADS;
                    case CLUSTERS -> CLUSTERS;
                    case PLACEMENTS -> PLACEMENTS;
                    case NODES -> List.of("nodes");
                    case PODS -> List.of("pods");
                    case EVERYTHING -> List.of("");
                };
        String[] token = after.split(SEPARATOR, 2);
        int index = token.length == 2 ? Integer.parseInt(token[0]) : 0;
        String inner = token.length == 2 ? token[1] : "";
        List<PastObject> rows = new ArrayList<>();
        while (index < resources.size()) {
            ObjectNode page = page(who, resources.get(index), scope, moment, inner);
            page.path("items").forEach(item -> rows.add(PastObjects.of(item)));
            inner = Trees.text(page, "continue");
            if (inner.isEmpty()) {
                index++;
            }
            if (rows.size() >= PAGE) {
                break;
            }
        }
        return new PastPage<>(rows, index < resources.size() ? index + SEPARATOR + inner : "");
    }

    private ObjectNode page(
            Identity who, String resource, PastScope scope, Instant moment, String after) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("at", moment.toString());
        query.put("resource", resource);
        query.put("source", scope.source());
        query.put("namespace", scope.namespace());
        query.put("continue", after);
        query.put("limit", Integer.toString(PAGE));
        return HubDocuments.object(people.hub(who), "/history/objects", query);
    }

    @Override
    public PastPage<ObjectChange> between(
            Identity who, PastScope scope, Instant from, Instant until, String after) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("from", from.toString());
        query.put("until", until.toString());
        query.put("source", scope.source());
        query.put("namespace", scope.namespace());
        query.put("continue", after);
        query.put("limit", Integer.toString(PAGE));
        ObjectNode answer = HubDocuments.object(people.hub(who), "/history/changes", query);
        List<ObjectChange> rows = new ArrayList<>();
        answer.path("items")
                .forEach(item -> rows.add(new ObjectChange(ref(item), kind(item), fields(item))));
        return new PastPage<>(rows, Trees.text(answer, "continue"));
    }

    @Override
    public List<String> sources(Identity who) {
        List<String> sources = new ArrayList<>();
        HubDocuments.object(people.hub(who), "/history", Map.of())
                .path("sources")
                .forEach(source -> sources.add(source.asString("")));
        return sources;
    }

    @Override
    public Whereabouts whereabouts(Identity who, Whereabouts.Question question) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("tenant", question.tenant());
        query.put("outside", question.outside());
        query.put("from", question.from().toString());
        query.put("until", question.until().toString());
        ObjectNode answer = HubDocuments.object(people.hub(who), "/history/whereabouts", query);
        List<Whereabouts.Stay> stays = new ArrayList<>();
        for (JsonNode stay : answer.path("items")) {
            String cluster = Trees.text(stay, "cluster");
            stays.add(
                    new Whereabouts.Stay(
                            new PastRef(
                                    cluster,
                                    Trees.text(stay, "resource"),
                                    Trees.text(stay, "namespace"),
                                    Trees.text(stay, "name")),
                            cluster,
                            Trees.text(stay, "region"),
                            time(stay, "from"),
                            time(stay, "until")));
        }
        List<Whereabouts.Gap> gaps = new ArrayList<>();
        for (JsonNode gap : answer.path("gaps")) {
            gaps.add(
                    new Whereabouts.Gap(
                            Trees.text(gap, "cluster"),
                            Trees.text(gap, "region"),
                            time(gap, "from"),
                            time(gap, "until"),
                            Trees.text(gap, "reason")));
        }
        return new Whereabouts(stays, gaps, answer.path("complete").asBoolean(false));
    }

    private static Instant time(JsonNode item, String field) {
        return Objects.requireNonNullElse(Trees.time(item, field), Instant.EPOCH);
    }

    private static ObjectChange.Kind kind(JsonNode item) {
        boolean before = item.has("before");
        boolean after = item.has("after");
        if (before && after) {
            return item.path("differences").isEmpty()
                    ? ObjectChange.Kind.BACK
                    : ObjectChange.Kind.CHANGED;
        }
        if (before == after) {
            return ObjectChange.Kind.BACK;
        }
        return after ? ObjectChange.Kind.ADDED : ObjectChange.Kind.REMOVED;
    }

    @Override
    public PastPage<Step> timeline(Identity who, PastRef ref, String after) {
        Map<String, String> query = query(ref);
        query.put("before", after);
        query.put("limit", Integer.toString(PAGE));
        return steps(who, query);
    }

    @Override
    public List<Step> step(Identity who, PastRef ref, long revision) {
        Map<String, String> query = query(ref);
        query.put("revision", Long.toString(revision));
        query.put("limit", "1");
        return steps(who, query).rows();
    }

    private static Map<String, String> query(PastRef ref) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("source", ref.source());
        query.put("resource", ref.resource());
        query.put("namespace", ref.namespace());
        query.put("name", ref.name());
        return query;
    }

    private PastPage<Step> steps(Identity who, Map<String, String> query) {
        ObjectNode answer = HubDocuments.object(people.hub(who), "/history/timeline", query);
        List<Step> rows = new ArrayList<>();
        answer.path("items").forEach(item -> rows.add(step(item)));
        return new PastPage<>(rows, Trees.text(answer, "continue"));
    }

    private static Step step(JsonNode item) {
        List<FieldChange> fields = fields(item);
        boolean whole = fields.size() == 1 && fields.getFirst().path().isEmpty();
        return new Step(
                item.path("revision").asLong(0),
                Objects.requireNonNullElse(Trees.time(item, "validFrom"), Instant.EPOCH),
                Trees.text(item, "actor"),
                Trees.text(item, "requestId"),
                item.path("exists").asBoolean(false),
                whole && fields.getFirst().before().isEmpty(),
                whole ? List.of() : fields,
                item.get("object") instanceof ObjectNode object ? Yaml.print(object) : "");
    }

    static PastRef ref(JsonNode item) {
        String source = Trees.text(item, "source");
        return new PastRef(
                source.isEmpty() ? PastScope.HUB : source,
                Trees.text(item, "resource"),
                Trees.text(item, "namespace"),
                Trees.text(item, "name"));
    }

    private static List<FieldChange> fields(JsonNode item) {
        List<FieldChange> fields = new ArrayList<>();
        for (JsonNode field : item.path("differences")) {
            fields.add(
                    new FieldChange(
                            Trees.text(field, "path"),
                            words(field.get("before")),
                            words(field.get("after"))));
        }
        return fields;
    }

    private static String words(@Nullable JsonNode value) {
        if (value == null) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }
}
