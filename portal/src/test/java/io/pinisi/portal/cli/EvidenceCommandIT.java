package io.pinisi.portal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.history.HistoryOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.CheckpointFolder;
import io.pinisi.db.audit.CheckpointLimits;
import io.pinisi.db.audit.CheckpointSigner;
import io.pinisi.db.audit.Checkpointer;
import io.pinisi.db.history.History;
import io.pinisi.federation.access.EngineAccess;
import io.pinisi.federation.evidence.Evidence;
import io.pinisi.federation.kinds.FederationKinds;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Who had which right, and packs of evidence, from a real hub and checked without it. */
@Timeout(600)
final class EvidenceCommandIT {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final UserInfo AUDITOR = UserInfo.of("ada", UserInfo.AUTHENTICATED);

    @TempDir private Path home;

    private record Answer(int code, String text) {}

    private Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--store";
        all[arguments.length + 1] = home.toString();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(out, true))
                        .execute(all);
        return new Answer(code, out.toString());
    }

    private static ObjectNode object(String yaml) {
        return Yaml.parse(yaml).getFirst();
    }

    private static final ResourcePath BINDINGS =
            ResourcePath.all(
                    GroupVersionResource.of("rbac.authorization.k8s.io/v1", "clusterrolebindings"));
    private static final ResourcePath MAPS =
            ResourcePath.all(GroupVersionResource.of("v1", "configmaps")).in("default");

    private static final String VIEWERS =
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding,"
                    + " metadata: {name: viewers}, roleRef: {apiGroup: rbac.authorization.k8s.io,"
                    + " kind: ClusterRole, name: view}, subjects: [{kind: User, name: vera,"
                    + " apiGroup: rbac.authorization.k8s.io}]}";

    @Test
    void rightsAreReviewedAndPacksAreCheckedAnywhere() throws Exception {
        try (Home opened = Home.open(home);
                Database store = HubStore.open(opened);
                History history = HubStore.openHistory(opened)) {
            Evidence evidence = new Evidence(history, store.audit(), InstantSource.system());
            try (ApiServer api =
                    ApiServerAssembly.start(
                            ApiServerOptions.local(
                                            opened.resolve("hub"), "hub", Profile.HUB, store, 0)
                                    .withExtraKinds(FederationKinds.extraKinds())
                                    .withHouseRules(evidence),
                            HistoryOptions.hub(history))) {
                CheckpointSigner signer = new CheckpointSigner(api.pki().auditKeys());
                evidence.connect(signer);
                opened.writePrivate("kubeconfig", api.kubeconfig("hub", Operators.ADMINISTRATOR));
                EngineAccess.prepareHub(api.client(Operators.INSTALLER));
                try (Checkpointer _ =
                        Checkpointer.start(
                                store.audit(),
                                signer,
                                new CheckpointFolder(opened.resolve(AuditCommand.CHECKPOINTS)),
                                CheckpointLimits.STANDARD,
                                InstantSource.system())) {
                    play(api, store);
                }
            }
            checkWithoutTheHub();
        }
    }

    private void play(ApiServer api, Database store) throws Exception {
        Instant begin = Instant.now();
        ApiClient hub = api.client(Operators.ADMINISTRATOR);
        hub.create(BINDINGS, object(VIEWERS), WriteOptions.PLAIN);
        String given = awaitAccess("vera", true);
        ApiClient vera = api.client(UserInfo.of("vera", UserInfo.AUTHENTICATED));
        assertThrows(
                ApiException.class,
                () ->
                        vera.create(
                                MAPS,
                                object("{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}"),
                                WriteOptions.PLAIN));
        Answer used = run("history", "access", "--subject", "vera");
        assertTrue(used.text().contains("create v1 configmaps default/"), used.text());
        hub.delete(BINDINGS.named("viewers"), null);
        awaitAccess("vera", false);
        Answer then = run("history", "access", "--subject", "vera", "--at", given);
        assertTrue(then.text().contains("ClusterRole/view"), then.text());
        assertTrue(then.text().contains("never used"), then.text());

        Path pack = home.resolve("pci.zip");
        Answer made =
                run(
                        "audit",
                        "pack",
                        "pci-dss-10",
                        "--from",
                        begin.toString(),
                        "--output",
                        pack.toString());
        assertEquals(0, made.code(), made.text());
        assertTrue(
                store.audit()
                        .read(AuditQuery.newest(1))
                        .getFirst()
                        .entry()
                        .detail()
                        .contains("\"manifest\":\"sha256:"),
                "that a pack was made is recorded");
        auditorsMayAndOthersMayNot(api, begin);
    }

    /** No controllers run here that would sum up the auditors' role, so its part is bound. */
    private void auditorsMayAndOthersMayNot(ApiServer api, Instant begin) {
        api.client(Operators.ADMINISTRATOR)
                .create(
                        BINDINGS,
                        object(
                                VIEWERS.replace("{name: viewers}", "{name: auditors}")
                                        .replace("name: view}", "name: pinisi-auditor-state}")
                                        .replace("name: vera", "name: ada")),
                        WriteOptions.PLAIN);
        awaitGranted(api.client(AUDITOR));
        String asked = "/audit/packs/access-review?from=" + begin;
        for (String path : List.of(asked, "/audit/access")) {
            try (var answer = api.client(AUDITOR).raw("GET", path)) {
                assertEquals(200, answer.status(), path);
            }
        }
        ApiClient eve = api.client(UserInfo.of("eve", UserInfo.AUTHENTICATED));
        for (String path : List.of(asked, "/audit/access", "/audit/packs")) {
            assertThrows(ApiException.class, () -> eve.raw("GET", path), path);
        }
        assertThrows(ApiException.class, () -> api.client(AUDITOR).raw("GET", "/audit/packs/../x"));
    }

    private static void awaitGranted(ApiClient auditor) {
        Instant end = Instant.now().plus(SOON);
        while (true) {
            try (var _ = auditor.raw("GET", "/audit/packs")) {
                return;
            } catch (ApiException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private String awaitAccess(String subject, boolean given) {
        Instant end = Instant.now().plus(SOON);
        while (Instant.now().isBefore(end)) {
            String moment = Instant.now().toString();
            Answer answer = run("history", "access", "--subject", subject, "--at", moment);
            assertEquals(0, answer.code(), answer.text());
            if (answer.text().contains("viewers") == given) {
                return moment;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("the history does not have it: " + subject);
    }

    private void checkWithoutTheHub() throws IOException {
        Path pack = home.resolve("pci.zip");
        Answer whole = run("audit", "verify", "--pack", pack.toString());
        assertEquals(0, whole.code(), whole.text());
        assertTrue(whole.text().startsWith("intact: pack pci-dss-10, made "), whole.text());
        Map<String, byte[]> files = read(pack);
        String refusals =
                new String(
                        files.get("audit/records/10.2.1.4-refusals.jsonl"), StandardCharsets.UTF_8);
        assertTrue(refusals.contains("\"actor\":\"vera\""), refusals);
        for (String name : files.keySet()) {
            if (!name.startsWith("configuration/") || name.contains("tenants")) {
                assertHarmed(files, name, altered(files.get(name)), "altered");
            }
        }
        for (String name : List.of("manifest.json", "manifest.sig", "approvals.jsonl")) {
            assertHarmed(files, name, null, "removed");
        }
        assertHarmed(files, "stranger.txt", new byte[] {1}, "added");
        Path key = home.resolve("other.pem");
        Files.writeString(
                key,
                """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PUBLIC KEY-----
                """);
        Answer other = run("audit", "verify", "--pack", pack.toString(), "--key", key.toString());
        assertEquals(1, other.code(), other.text());
    }

    private static byte[] altered(byte[] content) {
        if (content.length == 0) {
            return new byte[] {'x'};
        }
        byte[] other = content.clone();
        other[other.length / 2] ^= 1;
        return other;
    }

    private void assertHarmed(
            Map<String, byte[]> files, String name, byte @Nullable [] content, String how)
            throws IOException {
        Map<String, byte[]> harmed = new HashMap<>(files);
        harmed.remove(name);
        if (content != null) {
            harmed.put(name, content);
        }
        Path file = home.resolve("harmed.zip");
        write(harmed, file);
        Answer answer = run("audit", "verify", "--pack", file.toString());
        assertEquals(1, answer.code(), how + " " + name + ": " + answer.text());
        assertFalse(answer.text().contains("intact"), answer.text());
    }

    private static Map<String, byte[]> read(Path pack) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipFile zip = new ZipFile(pack.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    private static void write(Map<String, byte[]> files, Path pack) throws IOException {
        try (OutputStream out = Files.newOutputStream(pack);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
    }
}
