package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.testing.Await;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One id joins what a person asked for, what was decided, and what every member got. */
final class CorrelationIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void oneIdLeadsFromThePersonIntoEveryMember() {
        String namespace = scene.namespace("traced");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali, flores]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        awaitColour(settings, "blue");

        String created = request(hub(), "create", settings(namespace));
        awaitRecord(hub(), created, "create", bindings(namespace));
        awaitRecord(member("bali"), created, "create", settings(namespace));
        awaitRecord(member("flores"), created, "create", settings(namespace));

        merge(scene.hub(), settings, "data: {colour: green}");
        awaitColour(settings, "green");
        String changed = request(hub(), "patch", settings(namespace));
        awaitRecord(member("bali"), changed, "apply", settings(namespace));
        awaitRecord(member("flores"), changed, "apply", settings(namespace));

        scene.hub().delete(settings, null);
        scene.awaitGone("bali", settings);
        scene.awaitGone("flores", settings);
        String deleted = request(hub(), "delete", settings(namespace));
        awaitRecord(member("bali"), deleted, "delete", settings(namespace));
        awaitRecord(member("flores"), deleted, "delete", settings(namespace));
        assertEquals(3, Set.of(created, changed, deleted).size());
    }

    @Test
    void whatIsPutRightFollowsFromNobodysRequest() {
        String namespace = scene.namespace("righted");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> colour(object).equals("blue"));
        String created = request(hub(), "create", settings(namespace));
        long before = records(member("bali"), settings(namespace)).getFirst().sequence();

        scene.sea()
                .member("bali")
                .admin()
                .patch(
                        settings,
                        PatchType.MERGE,
                        yaml("data: {colour: red}"),
                        WriteOptions.by("mischief"));
        scene.awaitIn("bali", settings, object -> colour(object).equals("blue"));
        Set<String> since =
                records(member("bali"), settings(namespace)).stream()
                        .filter(record -> record.sequence() > before)
                        .map(record -> record.entry().requestId())
                        .collect(Collectors.toSet());
        assertTrue(since.size() >= 2, () -> "the change and what put it right: " + since);
        assertTrue(!since.contains(created), () -> created + " among " + since);
    }

    @Test
    void aPolicyThatMovesAnObjectIsTheCause() {
        String namespace = scene.namespace("moved");
        ResourcePath policy =
                scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> colour(object).equals("blue"));

        merge(
                scene.hub(),
                policy,
                "spec: {placement: {clusterAffinity: {clusterNames: [flores]}}}");
        scene.awaitIn("flores", settings, object -> colour(object).equals("blue"));
        scene.awaitGone("bali", settings);
        String moved =
                request(
                        hub(),
                        "patch",
                        "policy.karmada.io/v1alpha1 propagationpolicies " + namespace + "/");
        awaitRecord(hub(), moved, "update", bindings(namespace));
        awaitRecord(member("flores"), moved, "create", settings(namespace));
        awaitRecord(member("bali"), moved, "delete", settings(namespace));
    }

    private static void awaitColour(ResourcePath settings, String wanted) {
        scene.awaitIn("bali", settings, object -> colour(object).equals(wanted));
        scene.awaitIn("flores", settings, object -> colour(object).equals(wanted));
    }

    private static String settings(String namespace) {
        return "v1 configmaps " + namespace + "/settings";
    }

    private static String bindings(String namespace) {
        return "work.karmada.io/v1alpha2 resourcebindings " + namespace + "/settings-configmap";
    }

    private static AuditLog hub() {
        return scene.sea().hubAudit();
    }

    private static AuditLog member(String name) {
        return scene.sea().member(name).audit();
    }

    private static List<AuditRecord> records(AuditLog log, String object) {
        return log.read(
                new AuditQuery(
                        null, null, object, null, null, null, null, null, Long.MAX_VALUE, 100));
    }

    /** The id of the newest such request. */
    private static String request(AuditLog log, String verb, String object) {
        return records(log, object).stream()
                .filter(record -> record.entry().verb().equals(verb))
                .filter(record -> record.entry().actor().equals("admin"))
                .findFirst()
                .orElseThrow()
                .entry()
                .requestId();
    }

    private static void awaitRecord(AuditLog log, String request, String verb, String object) {
        Await.until(
                verb + " of " + object + " by request " + request,
                SOON,
                () ->
                        records(log, object).stream()
                                .map(AuditRecord::entry)
                                .anyMatch(
                                        entry ->
                                                entry.verb().equals(verb)
                                                        && entry.requestId().equals(request)
                                                        && entry.actor()
                                                                .equals(
                                                                        "system:pinisi:federation")),
                () -> records(log, object));
    }
}
