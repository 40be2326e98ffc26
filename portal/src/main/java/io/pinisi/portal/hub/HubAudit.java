package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.apiserver.AuditDocument;
import io.pinisi.cluster.apiserver.audit.AuditSearch;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.storage.Concurrently;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.RecordLine;
import io.pinisi.db.audit.Retirement;
import io.pinisi.db.audit.Verification;
import io.pinisi.federation.evidence.Evidence;
import io.pinisi.federation.fleet.ClusterSummary;
import io.pinisi.federation.membership.MemberClients;
import io.pinisi.portal.audit.AccessRight;
import io.pinisi.portal.audit.Activity;
import io.pinisi.portal.audit.ActivityFilter;
import io.pinisi.portal.audit.AuditService;
import io.pinisi.portal.audit.ExportForm;
import io.pinisi.portal.audit.PackControl;
import io.pinisi.portal.audit.Trace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The hub's audit log through its API, as the person. */
final class HubAudit implements AuditService {
    private final People people;
    private final MemberClients members;
    private final PublicKey key;

    /**
     * @param key that checkpoints are signed with
     */
    HubAudit(People people, MemberClients members, PublicKey key) {
        this.people = people;
        this.members = members;
        this.key = key;
    }

    @Override
    public Found search(Identity who, ActivityFilter filter, long before) {
        Map<String, String> query = query(filter);
        query.put("limit", Integer.toString(PAGE));
        query.put("before", before == Long.MAX_VALUE ? "" : Long.toString(before));
        return search(people.hub(who), query, PAGE);
    }

    private static Found search(ApiClient server, Map<String, String> query, int limit) {
        List<String> lines = HubDocuments.text(server, AuditSearch.SEARCH, query).lines().toList();
        OptionalLong next = lines.isEmpty() ? OptionalLong.empty() : next(lines.getLast());
        List<Activity> records =
                lines.subList(0, lines.size() - (next.isPresent() ? 1 : 0)).stream()
                        .map(RecordLine::parse)
                        .map(HubAudit::activity)
                        .toList();
        return new Found(
                records,
                records.size() == limit ? OptionalLong.of(records.getLast().sequence()) : next);
    }

    private static OptionalLong next(String line) {
        JsonNode before =
                Json.parse(line.getBytes(StandardCharsets.UTF_8)).path(AuditSearch.CONTINUE);
        return before.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(before.asLong());
    }

    /** Members are asked side by side; one that is away delays none of the others. */
    @Override
    public List<Trace> follow(Identity who, String requestId) {
        Map<String, String> query = query(ActivityFilter.ofRequest(requestId));
        query.put("limit", Integer.toString(AuditQuery.LIMIT_MAX));
        List<String> clusters =
                people.view(who).clusters().stream().map(ClusterSummary::name).sorted().toList();
        Map<String, Trace> found = new ConcurrentHashMap<>();
        Concurrently.run(
                clusters.stream()
                        .<Runnable>map(name -> () -> found.put(name, trace(who, name, query)))
                        .toList());
        List<Trace> all = new ArrayList<>();
        all.add(new Trace("", all(people.hub(who), query), ""));
        clusters.forEach(name -> all.add(found.getOrDefault(name, new Trace(name, List.of(), ""))));
        return all;
    }

    private static List<Activity> all(ApiClient server, Map<String, String> query) {
        return search(server, query, AuditQuery.LIMIT_MAX).records();
    }

    private Trace trace(Identity who, String cluster, Map<String, String> query) {
        try {
            ApiClient member = members.api(cluster, People.user(who));
            return new Trace(cluster, all(member, query), "");
        } catch (ApiException e) {
            String why =
                    e.is(Reason.NOT_FOUND)
                            ? "keeps its audit log itself: look there for the Audit-ID "
                                    + query.get("requestId")
                            : String.valueOf(e.getMessage());
            return new Trace(cluster, List.of(), why);
        } catch (IllegalArgumentException e) {
            return new Trace(cluster, List.of(), "answered with something else than records");
        }
    }

    @Override
    public void export(Identity who, ActivityFilter filter, ExportForm form, OutputStream out)
            throws IOException {
        Map<String, String> query = query(filter);
        query.put("format", form.parameter());
        HubDocuments.copy(people.hub(who), AuditSearch.EXPORT, query, out);
    }

    private static Map<String, String> query(ActivityFilter filter) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("actor", filter.person());
        query.put("verb", filter.verb());
        query.put("namespace", filter.namespace());
        query.put("result", filter.result());
        query.put("requestId", filter.requestId());
        query.put("from", text(filter.from()));
        query.put("until", text(filter.until()));
        return query;
    }

    private static String text(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }

    private static Activity activity(AuditRecord chained) {
        var entry = chained.entry();
        ObjectNode detail = detail(entry.detail());
        return new Activity(
                chained.sequence(),
                chained.recordedAt(),
                entry.actor(),
                entry.groups(),
                entry.verb(),
                entry.object(),
                entry.result(),
                entry.channel(),
                entry.source(),
                Trees.text(detail, "userAgent"),
                Trees.text(detail, "impersonator"),
                entry.requestId(),
                chained.revision(),
                entry.detail(),
                chained.hash());
    }

    private static ObjectNode detail(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ApiException e) {
            return Json.object();
        }
    }

    @Override
    public Verified verify(Identity who) {
        ApiClient hub = people.hub(who);
        ChainCheck check =
                ChainCheck.against(
                        all(hub, AuditDocument.CHECKPOINTS, Checkpoint::parse, Checkpoint::number),
                        all(hub, AuditDocument.RETIREMENTS, Retirement::parse, Retirement::number),
                        key);
        long last = 0;
        List<AuditRecord> page;
        do {
            page = lines(hub, AuditDocument.RECORDS, last).stream().map(RecordLine::parse).toList();
            page.forEach(check::add);
            last = page.isEmpty() ? last : page.getLast().sequence();
        } while (page.size() == AuditTrail.PAGE_MAX && !check.isBroken());
        return switch (check.end()) {
            case Verification.Intact intact -> new Verified(intact.records(), intact.sealed(), "");
            case Verification.Broken broken ->
                    new Verified(
                            broken.sequence() - 1,
                            0,
                            "record " + broken.sequence() + ": " + broken.reason());
        };
    }

    @Override
    public List<AccessRight> access(Identity who, Instant at) {
        ObjectNode answer =
                HubDocuments.object(people.hub(who), Evidence.ACCESS, Map.of("at", at.toString()));
        List<AccessRight> rights = new ArrayList<>();
        for (JsonNode right : answer.path("items")) {
            JsonNode act = right.path("lastUse");
            rights.add(
                    new AccessRight(
                            Trees.text(right, "kind"),
                            Trees.text(right, "subject"),
                            Trees.text(right, "role"),
                            Trees.text(right, "by"),
                            Trees.text(right, "tenant"),
                            texts(right, "namespaces"),
                            texts(right, "clusters"),
                            texts(right, "allows"),
                            Trees.time(act, "at"),
                            act.isMissingNode()
                                    ? ""
                                    : "%s: %s %s"
                                            .formatted(
                                                    Trees.text(act, "actor"),
                                                    Trees.text(act, "verb"),
                                                    Trees.text(act, "object"))));
        }
        return rights;
    }

    @Override
    public List<PackControl> controls(Identity who) {
        List<PackControl> controls = new ArrayList<>();
        HubDocuments.object(people.hub(who), Evidence.PACKS, Map.of())
                .path("items")
                .forEach(
                        item ->
                                controls.add(
                                        new PackControl(
                                                Trees.text(item, "name"),
                                                Trees.text(item, "title"),
                                                texts(item, "questions"))));
        return controls;
    }

    @Override
    public void pack(Identity who, String control, Instant from, Instant until, OutputStream out)
            throws IOException {
        HubDocuments.copy(
                people.hub(who),
                Evidence.PACKS + "/" + control,
                Map.of("from", from.toString(), "until", until.toString()),
                out);
    }

    private static List<String> texts(JsonNode item, String field) {
        List<String> texts = new ArrayList<>();
        item.path(field).forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    private static <T> List<T> all(
            ApiClient hub, String path, Function<String, T> parse, ToLongFunction<T> number) {
        List<T> all = new ArrayList<>();
        List<T> page;
        do {
            long last = all.isEmpty() ? 0 : number.applyAsLong(all.getLast());
            page = lines(hub, path, last).stream().map(parse).toList();
            all.addAll(page);
        } while (page.size() == AuditTrail.PAGE_MAX);
        return all;
    }

    private static List<String> lines(ApiClient hub, String path, long after) {
        return HubDocuments.text(hub, path, Map.of("after", Long.toString(after))).lines().toList();
    }
}
