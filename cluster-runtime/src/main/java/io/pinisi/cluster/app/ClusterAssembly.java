package io.pinisi.cluster.app;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.ingress.IngressAddress;
import io.pinisi.cluster.ingress.IngressClasses;
import io.pinisi.cluster.ingress.gateway.Gateway;
import io.pinisi.cluster.ingress.gateway.Identity;
import io.pinisi.cluster.ingress.gateway.Reach;
import io.pinisi.cluster.node.engine.NodeEngine;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.audit.AuditRetention;
import io.pinisi.db.audit.CheckpointFolder;
import io.pinisi.db.audit.CheckpointLimits;
import io.pinisi.db.audit.CheckpointSigner;
import io.pinisi.db.audit.Checkpointer;
import io.pinisi.db.audit.RetentionPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A whole cluster in this process: store, API server, controllers, scheduler and nodes. */
public final class ClusterAssembly {
    private static final String CHECKPOINTS = "audit/checkpoints";

    private final ClusterOptions options;
    private final List<AutoCloseable> parts = new ArrayList<>();

    private ClusterAssembly(ClusterOptions options) {
        this.options = options;
    }

    /**
     * Returns when the API answers and the controllers run; the nodes are still to be started, by
     * {@link Cluster#startNodes}.
     *
     * @throws IOException where the keys cannot be read or the port is taken
     */
    public static Cluster start(ClusterOptions options) throws IOException {
        ClusterAssembly assembly = new ClusterAssembly(options);
        try {
            return assembly.build();
        } catch (IOException | RuntimeException e) {
            Cluster.closeAll(assembly.parts);
            throw e;
        }
    }

    private Cluster build() throws IOException {
        Files.createDirectories(options.folder());
        Database database =
                add(Database.open(DatabaseOptions.file(options.folder().resolve("store"))));
        ApiServer api =
                add(
                        ApiServerAssembly.start(
                                ApiServerOptions.local(
                                                options.folder(),
                                                options.name(),
                                                Profile.CLUSTER,
                                                database,
                                                options.listening().port())
                                        .boundTo(options.listening().bind(), names())
                                        .withServiceRange(options.addresses().services().toString())
                                        .withAccess(options.authenticators(), List.of())));
        seal(database, api);
        publish(api);
        LocalVolumes.ensureClass(api.client(ApiServerAssembly.SELF));
        add(ControllersAssembly.start(controllers(api)));
        add(SchedulerAssembly.start(api::client));
        return new Cluster(options.name(), api, parts, () -> NodeAssembly.start(nodes(api)));
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>(options.listening().names());
        names.add(options.addresses().apiService());
        return names;
    }

    private ControllersOptions controllers(ApiServer api) throws IOException {
        ControllersOptions controllers =
                ControllersOptions.of(
                                api::client,
                                Pem.of(api.pki().authorityCertificate()),
                                Profile.CLUSTER)
                        .withVolumesIn(volumes())
                        .signedBy(api.pki()::sign);
        IngressOptions ingress = options.ingress();
        return ingress == null ? controllers : serving(api, ingress, controllers);
    }

    private ControllersOptions serving(
            ApiServer api, IngressOptions ingress, ControllersOptions controllers)
            throws IOException {
        String address = published(ingress.address());
        Credential own = api.pki().serverCredential(Set.of(address, "localhost"));
        Gateway gateway =
                add(
                        Gateway.start(
                                new Gateway.Listen(
                                        ingress.address(),
                                        ingress.httpPort(),
                                        ingress.httpsPort(),
                                        new Identity(List.of(own.certificate()), own.key())),
                                ingress.limits(),
                                Reach.DIRECT,
                                InstantSource.system()));
        IngressClasses.ensure(api.client(ApiServerAssembly.SELF));
        return controllers.withIngress(
                gateway,
                new IngressAddress(address, List.of(gateway.httpPort(), gateway.httpsPort())));
    }

    /** An address that stands for all of the machine's is none that a client could use. */
    private static String published(String address) throws IOException {
        InetAddress bound = InetAddress.ofLiteral(address);
        return (bound.isAnyLocalAddress() ? InetAddress.getLocalHost() : bound).getHostAddress();
    }

    private LocalVolumes volumes() {
        return new LocalVolumes(options.folder().resolve("nodes"), Set.copyOf(options.nodes()));
    }

    /**
     * What is done in this cluster can be proven from its own folder, whatever becomes of a hub.
     */
    private void seal(Database database, ApiServer api) throws IOException {
        CheckpointSigner signer = new CheckpointSigner(api.pki().auditKeys());
        CheckpointFolder folder = new CheckpointFolder(options.folder().resolve(CHECKPOINTS));
        InstantSource clock = InstantSource.system();
        add(Checkpointer.start(database.audit(), signer, folder, CheckpointLimits.STANDARD, clock));
        add(
                AuditRetention.start(
                        database.audit(), signer, folder, RetentionPolicy.STANDARD, clock));
    }

    /** Every node relays to the API server, so pods reach it at any node's address. */
    private void publish(ApiServer api) {
        List<String> relays =
                options.nodes().stream()
                        .map(node -> NodeEngine.index(options.home(), options.name(), node))
                        .map(options.addresses()::node)
                        .toList();
        new KubernetesService(api.client(ApiServerAssembly.SELF))
                .ensure(options.addresses().apiService(), relays, NodeAssembly.API_PORT);
    }

    private NodeOptions nodes(ApiServer api) {
        return new NodeOptions(
                options.home(),
                options.name(),
                options.nodes(),
                options.share(),
                options.runtime(),
                node ->
                        api.client(
                                UserInfo.of(
                                        "system:node:" + node,
                                        "system:nodes",
                                        UserInfo.AUTHENTICATED)),
                api.client(UserInfo.of("system:kube-proxy", UserInfo.AUTHENTICATED)),
                node -> credentials(api, node),
                options.addresses(),
                options.mirror(),
                options.listening().local(api.port()));
    }

    private static Credential credentials(ApiServer api, String node) {
        try {
            return api.pki().serverCredential(Set.of("127.0.0.1", "localhost", node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.add(part);
        return part;
    }
}
