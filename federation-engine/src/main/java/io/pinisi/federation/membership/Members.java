package io.pinisi.federation.membership;

import io.pinisi.cluster.authn.bootstrap.BootstrapSecret;
import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.ClusterValidation;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.login.Login;
import io.pinisi.federation.login.Logins;
import io.pinisi.federation.login.TokenSource;
import io.pinisi.federation.reverse.AgentPaths;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Joins and unjoins members. Everything is written as the caller, whose rights on the hub decide;
 * everything is checked before anything is written, so that no cluster is half joined.
 */
public final class Members {
    private static final GroupVersionResource SECRETS = GroupVersionResource.of("v1", "secrets");
    private static final String MANAGER = "pinisi-join";
    private final AddressPolicy addresses;
    private final Logins logins;

    public Members(AddressPolicy addresses, Logins logins) {
        this.addresses = addresses;
        this.logins = logins;
    }

    /** A cluster to join; empty texts and lists for what is not said. */
    public record Join(
            String name,
            String kubeconfig,
            Map<String, String> labels,
            String provider,
            String region,
            List<String> zones) {
        public Join {
            labels = Map.copyOf(labels);
            zones = List.copyOf(zones);
        }

        public static Join of(String name, String kubeconfig) {
            return new Join(name, kubeconfig, Map.of(), "", "", List.of());
        }
    }

    /**
     * Joins a cluster that nobody vouches for: it must answer, give the rights needed, and not be a
     * member already. The hub is asked first, so that nobody without the right makes it dial.
     *
     * @param hub as the person who asks
     * @return the Cluster object
     */
    public ObjectNode join(ApiClient hub, Join join) {
        checkName(join.name());
        Kubeconfig kubeconfig = KubeconfigReader.read(join.kubeconfig());
        addresses.check(kubeconfig);
        WriteOptions options = WriteOptions.by(MANAGER);
        ResourcePath clusters = ResourcePath.all(FederationKinds.CLUSTERS);
        hub.create(clusters, cluster(join, kubeconfig, null), options.asDryRun());
        AtomicReference<@Nullable String> refreshToken = new AtomicReference<>();
        String id = introduce(join.name(), kubeconfig, tokens(kubeconfig, refreshToken::set));
        for (ObjectNode other :
                hub.list(ResourcePath.all(FederationKinds.CLUSTERS), ListOptions.ALL).items()) {
            if (Metadata.of(other).name().equals(join.name())) {
                throw ApiException.alreadyExists(
                        FederationKinds.CLUSTERS.groupResource(), join.name());
            }
            if (id.equals(Json.text(other, "spec", "id"))) {
                throw fault(
                        join.name(),
                        FieldError.duplicate("spec.id", '"' + id + '"'),
                        "this cluster is a member already, as \""
                                + Metadata.of(other).name()
                                + '"');
            }
        }
        ObjectNode cluster = cluster(join, kubeconfig, id);
        ObjectNode secret = hub.create(secrets(), secret(join, refreshToken.get()), options);
        try {
            return hub.create(clusters, cluster, options);
        } catch (ApiException e) {
            hub.delete(secrets().named(Metadata.of(secret).name()), null);
            throw e;
        }
    }

    /**
     * Expects a cluster whose agent will dial: it is a member from now on, and its agent gets in
     * with a token.
     *
     * @param hub as the person who asks
     * @param join without a kubeconfig
     * @return the Cluster object
     */
    public ObjectNode expect(ApiClient hub, Join join) {
        checkName(join.name());
        ObjectNode cluster = described(join, SyncMode.PULL, null);
        return hub.create(
                ResourcePath.all(FederationKinds.CLUSTERS), cluster, WriteOptions.by(MANAGER));
    }

    /**
     * Makes a token with which the agent of an expected cluster asks for its certificate.
     *
     * @param hub as the person who asks
     * @param random one that nobody can predict
     */
    public BootstrapToken invite(
            ApiClient hub, String cluster, Instant expiry, RandomGenerator random) {
        ResourcePath path = ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(cluster));
        if (!SyncMode.isPull(hub.get(path))) {
            throw fault(
                    cluster,
                    FieldError.invalid(
                            "spec.syncMode", "\"Push\"", "the hub dials this cluster itself"),
                    "");
        }
        BootstrapToken token = BootstrapToken.generate(random);
        ObjectNode secret =
                BootstrapSecret.of(
                        token,
                        expiry,
                        "for the agent of cluster " + cluster,
                        List.of(AgentPaths.NEWCOMERS, AgentPaths.newcomers(cluster)));
        ResourcePath secrets = ResourcePath.all(SECRETS).in(BootstrapSecret.NAMESPACE);
        hub.create(secrets, secret, WriteOptions.by(MANAGER));
        return token;
    }

    /**
     * Joins an embedded member, or renews its credentials; it need not answer yet.
     *
     * @param hub as the engine
     */
    public ObjectNode ensure(ApiClient hub, Join join) {
        checkName(join.name());
        Kubeconfig kubeconfig = KubeconfigReader.read(join.kubeconfig());
        addresses.check(kubeconfig);
        put(hub, secrets().named(secretName(join.name())), secret(join, null));
        return put(
                hub,
                ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(join.name())),
                cluster(join, kubeconfig, null));
    }

    /**
     * Unjoins: the Cluster object goes when nothing depends on it any more.
     *
     * @param hub as the person who asks
     */
    public void leave(ApiClient hub, String name, Unjoin unjoin) {
        ResourcePath path = ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(name));
        ObjectNode patch = Json.object();
        patch.putObject("metadata").putObject("annotations").put(Unjoin.ANNOTATION, unjoin.text());
        hub.patch(path, PatchType.MERGE, patch, WriteOptions.by(MANAGER));
        hub.delete(path, null);
    }

    private static ObjectNode put(ApiClient hub, ResourcePath path, ObjectNode object) {
        return hub.apply(path, object, WriteOptions.by(MANAGER).forced());
    }

    /** Asks the cluster who it is and what we may do there. */
    private static String introduce(
            String name, Kubeconfig kubeconfig, @Nullable TokenSource tokens) {
        try (MemberConnection connection = new DialledConnection(name, kubeconfig, tokens)) {
            if (tokens != null) {
                tokens.get(); // what a program or a provider says is told as it is
            }
            MemberFacts facts = new MemberFacts(connection.api());
            String id = facts.id();
            List<String> missing = facts.missingRights();
            if (!missing.isEmpty()) {
                throw fault(
                        name,
                        FieldError.forbidden(
                                "users.user",
                                "the credential may not "
                                        + String.join(", ", missing)
                                        + "; the engine needs the ClusterRole"
                                        + " system:pinisi:federation there"),
                        "");
            }
            return id;
        } catch (ApiException e) {
            if (e.is(Reason.UNAUTHORIZED) || e.is(Reason.FORBIDDEN)) {
                throw fault(
                        name,
                        FieldError.forbidden(
                                "users.user",
                                "the cluster refuses the credential: " + e.getMessage()),
                        "");
            }
            throw e;
        }
    }

    private @Nullable TokenSource tokens(Kubeconfig kubeconfig, Consumer<String> keep) {
        Login login = kubeconfig.login();
        return login == null
                ? null
                : logins.open(login, kubeconfig.cluster(), new Logins.Keeping(null, keep));
    }

    private static ApiException fault(String name, FieldError error, String detail) {
        FieldError whole =
                detail.isEmpty()
                        ? error
                        : new FieldError(error.field(), error.type(), error.value(), detail);
        return ApiException.invalid("cluster.karmada.io", "Cluster", name, List.of(whole));
    }

    private static void checkName(String name) {
        if (!ClusterValidation.isName(name)) {
            throw fault(
                    name,
                    FieldError.invalid(
                            "metadata.name",
                            '"' + name + '"',
                            "lower case letters, digits and '-', at most "
                                    + ClusterValidation.NAME_MAX
                                    + " characters"),
                    "");
        }
    }

    private static ResourcePath secrets() {
        return ResourcePath.all(SECRETS).in(ClusterValidation.SYSTEM_NAMESPACE);
    }

    private static String secretName(String cluster) {
        return "cluster-" + cluster;
    }

    private static ObjectNode secret(Join join, @Nullable String refreshToken) {
        ObjectNode secret = Json.object().put("apiVersion", "v1").put("kind", "Secret");
        secret.putObject("metadata")
                .put("name", secretName(join.name()))
                .put("namespace", ClusterValidation.SYSTEM_NAMESPACE);
        secret.put("type", "Opaque");
        byte[] bytes = join.kubeconfig().getBytes(StandardCharsets.UTF_8);
        ObjectNode data =
                secret.putObject("data")
                        .put(Credentials.KUBECONFIG, Base64.getEncoder().encodeToString(bytes));
        if (refreshToken != null) {
            data.put(Credentials.REFRESH_TOKEN, Credentials.encoded(refreshToken));
        }
        return secret;
    }

    private static ObjectNode cluster(Join join, Kubeconfig kubeconfig, @Nullable String id) {
        ObjectNode cluster = described(join, SyncMode.PUSH, id);
        ObjectNode spec = cluster.withObject("/spec");
        spec.put("apiEndpoint", kubeconfig.server().toString());
        spec.putObject("secretRef")
                .put("namespace", ClusterValidation.SYSTEM_NAMESPACE)
                .put("name", secretName(join.name()));
        return cluster;
    }

    private static ObjectNode described(Join join, SyncMode mode, @Nullable String id) {
        ObjectNode cluster = Json.object();
        cluster.put("apiVersion", FederationKinds.CLUSTER_API).put("kind", "Cluster");
        ObjectNode metadata = cluster.putObject("metadata").put("name", join.name());
        if (!join.labels().isEmpty()) {
            ObjectNode labels = metadata.putObject("labels");
            join.labels().forEach(labels::put);
        }
        ObjectNode spec = cluster.putObject("spec").put("syncMode", mode.text());
        putText(spec, "id", id);
        putText(spec, "provider", join.provider());
        putText(spec, "region", join.region());
        if (!join.zones().isEmpty()) {
            join.zones().forEach(spec.putArray("zones")::add);
        }
        return cluster;
    }

    private static void putText(ObjectNode object, String field, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            object.put(field, text);
        }
    }
}
