package io.pinisi.cluster.apiserver.aggregation;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.aggregation.Aggregation.Remote;
import io.pinisi.cluster.apiserver.connect.HttpRelay;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.pki.Credential;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the servers behind API services what they serve, now and again and when one changes. */
public final class AvailabilityKeeper implements AutoCloseable {
    /** Also the manager of the fields that it sets. */
    public static final String NAME = "available-apiservice-controller";

    private static final ResourcePath SERVICES =
            ResourcePath.all(GroupVersionResource.of("apiregistration.k8s.io/v1", "apiservices"));
    private static final UserInfo ASKER =
            UserInfo.of("system:kube-aggregator", UserInfo.MASTERS, UserInfo.AUTHENTICATED);
    private static final Duration WHILE_WELL = Duration.ofSeconds(30);
    private static final Duration WHILE_AWAY = Duration.ofSeconds(2);
    private static final int WORKERS = 5;
    private static final int DOCUMENT_BYTES = 8 * 1024 * 1024;

    private final Aggregation aggregation;
    private final ApiClient client;
    private final Credential frontProxy;
    private final InstantSource clock;
    private final Controller<String> controller;
    private final Informer informer;

    /** What a look at one server found. */
    private record Finding(boolean available, String reason, String message) {
        static Finding away(String reason, String message) {
            return new Finding(false, reason, message);
        }
    }

    /**
     * @param client of an administrator
     */
    public AvailabilityKeeper(
            Aggregation aggregation, ApiClient client, Credential frontProxy, InstantSource clock) {
        this.aggregation = aggregation;
        this.client = client;
        this.frontProxy = frontProxy;
        this.clock = clock;
        this.controller = Controller.of(NAME, clock, this::reconcile, WORKERS);
        this.informer = new Informer(client, SERVICES, ListOptions.ALL, InformerLimits.STANDARD);
        informer.addHandler(change -> controller.queue().add(Metadata.of(change.object()).name()));
    }

    public void start() {
        informer.start();
        controller.start();
    }

    private Outcome reconcile(String name) {
        Optional<ObjectNode> stored = informer.lister().find(ObjectKey.cluster(name));
        Optional<RemoteServer> remote = stored.flatMap(RemoteServer::of);
        if (stored.isEmpty() || remote.isEmpty()) {
            aggregation.remove(groupVersion(name));
            return Outcome.SETTLED;
        }
        Finding finding = look(remote.get());
        tell(stored.get(), finding);
        return Outcome.revisit(finding.available ? WHILE_WELL : WHILE_AWAY);
    }

    /** Objects are named {@code VERSION.GROUP}. */
    private static String groupVersion(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(dot + 1) + "/" + name.substring(0, dot);
    }

    private Finding look(RemoteServer server) {
        List<ResourceDefinition> before =
                aggregation.find(server.groupVersion()).map(Remote::kinds).orElse(List.of());
        SSLContext tls;
        try {
            tls = server.tls(frontProxy);
        } catch (GeneralSecurityException e) {
            return Finding.away("FailedDiscoveryCheck", "caBundle: " + e.getMessage());
        }
        Remote remote = new Remote(server, tls, true, before);
        try {
            List<ResourceDefinition> kinds =
                    RemoteKinds.read(server, discovery(remote), openApi(remote));
            aggregation.put(new Remote(server, tls, true, kinds));
            return new Finding(true, "Passed", "all checks passed");
        } catch (ApiException e) {
            aggregation.put(new Remote(server, tls, false, before));
            String path = "https://" + server.host() + "/apis/" + server.groupVersion();
            return Finding.away(
                    reason(e), "failing or missing response from " + path + ": " + e.getMessage());
        }
    }

    private static String reason(ApiException away) {
        String message = String.valueOf(away.getMessage());
        if (message.startsWith("no endpoints available")) {
            return "MissingEndpoints";
        }
        if (message.startsWith("no service port")) {
            return "ServicePortError";
        }
        return message.startsWith("service \"") ? "ServiceNotFound" : "FailedDiscoveryCheck";
    }

    private JsonNode discovery(Remote remote) {
        return document(remote, "/apis/" + remote.server().groupVersion());
    }

    /** Not every server has one. */
    private JsonNode openApi(Remote remote) {
        try {
            return document(remote, "/openapi/v3/apis/" + remote.server().groupVersion());
        } catch (ApiException | JacksonException e) {
            return Json.object();
        }
    }

    private JsonNode document(Remote remote, String path) {
        ApiRequest request =
                new ApiRequest(
                        "GET",
                        path,
                        Query.NONE,
                        Map.of("accept", List.of(ApiResponse.JSON)),
                        _ -> new byte[0],
                        "local",
                        "engine",
                        List.of());
        ApiResponse answer =
                HttpRelay.whole(
                        HttpRelay.relay(
                                aggregation.backend(remote),
                                request,
                                request.path(),
                                Aggregation.about(ASKER, request)),
                        DOCUMENT_BYTES);
        if (answer.status() != 200 || !(answer.body() instanceof ApiResponse.Body.Parts parts)) {
            throw new ApiException(
                    Reason.SERVICE_UNAVAILABLE, "bad status from the server: " + answer.status());
        }
        return Json.parse(parts.joined());
    }

    private void tell(ObjectNode stored, Finding finding) {
        String status = finding.available ? "True" : "False";
        for (JsonNode condition : stored.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Available")
                    && condition.path("status").asString("").equals(status)
                    && condition.path("reason").asString("").equals(finding.reason)) {
                return;
            }
        }
        ObjectNode patch = Json.object();
        patch.putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "Available")
                .put("status", status)
                .put("reason", finding.reason)
                .put("message", finding.message)
                .put("lastTransitionTime", Timestamps.seconds(clock.instant()));
        try {
            client.patch(
                    SERVICES.named(Metadata.of(stored).name()).sub("status"),
                    PatchType.STRATEGIC,
                    patch,
                    WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        informer.close();
        controller.close();
    }
}
