package io.pinisi.portal.cli;

import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.auth.token.ApiTokens;
import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.Cluster;
import io.pinisi.cluster.app.Listening;
import io.pinisi.cluster.network.address.ClusterNetworks;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.db.Database;
import io.pinisi.portal.backend.Backend;
import io.pinisi.portal.keycloak.Keycloak;
import io.pinisi.portal.kubeconfig.KubernetesApi;
import io.pinisi.portal.web.Portal;
import io.pinisi.portal.web.PortalOptions;
import io.pinisi.portal.web.WaysIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * All that {@code pinisi up} runs, and {@code pinisi portal} without members. The portal answers
 * first; the members start beside each other behind it, then the hub that joins them, and nodes
 * last, because nothing waits for them. A machine with few cores is done no later than if all began
 * at once, and each part answers sooner.
 */
final class Installation implements Foreground.Service {
    private final Settings settings;
    private final List<Path> images;
    private final SsoOptions sso;
    private final Progress progress;
    private final Running running = new Running();
    private final Clusters embedded;
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

    Installation(Settings settings, List<Path> images, SsoOptions sso, Progress progress) {
        this.settings = settings;
        this.images = images;
        this.sso = sso;
        this.progress = progress;
        this.embedded = new Clusters(running, progress);
    }

    @Override
    public void start() throws InterruptedException {
        Home home = running.add(Home.open(settings.home()));
        requireFreePorts();
        Database store = running.add(HubStore.open(home));
        Optional<Keycloak> keycloak = keycloak(home);
        List<ProviderSettings> providers = sso.providers(home);
        WaysIn waysIn = SignIn.ways(store, home, providers);
        Portal portal =
                running.add(
                        Portal.start(
                                PortalOptions.loopback(settings.portalPort()),
                                waysIn,
                                InstantSource.system()));
        progress.ready("portal    " + portal.url());

        List<CompletableFuture<Cluster>> members = new ArrayList<>();
        for (ClusterPlan plan : plans(home, providers)) {
            members.add(begin(() -> embedded.start(plan)));
        }
        List<Cluster> clusters = members.stream().map(Installation::join).toList();
        Hub started = hub(home, store, providers, waysIn.tokens());
        SignIn.prepare(waysIn.accounts(), home, portal.url().toString());
        Kubeconfigs.write(home, started.api(), clusters);
        started.joinMembers(new FirstJoins(home), clusters);
        Backend services = started.backend();
        portal.connect(services, started.past(services));
        portal.offer(apis(started, clusters));
        progress.ready("kubectl   --kubeconfig " + settings.home().resolve("kubeconfig"));
        tellSignIn(home, portal);
        keycloak.ifPresent(this::tellPeople);
        clusters.forEach(cluster -> Thread.ofVirtual().start(() -> embedded.startNodes(cluster)));
    }

    /** First of all, because it takes longest; nothing waits for it. */
    private Optional<Keycloak> keycloak(Home home) {
        if (!sso.startsKeycloak()) {
            return Optional.empty();
        }
        String portal = "http://" + settings.bind() + ":" + settings.portalPort();
        Keycloak keycloak = running.add(sso.keycloak(home, settings.keycloakPort(), portal));
        CompletableFuture<String> _ =
                keycloak.ready()
                        .whenComplete(
                                (url, failure) ->
                                        progress.say(
                                                failure == null
                                                        ? "pinisi: keycloak  " + url
                                                        : "pinisi: " + failure.getMessage()));
        return Optional.of(keycloak);
    }

    private static List<KubernetesApi> apis(Hub hub, List<Cluster> members) {
        List<KubernetesApi> apis = new ArrayList<>();
        apis.add(api(Kubeconfigs.HUB, hub.url(), hub.api()));
        members.forEach(member -> apis.add(api(member.name(), member.api().url(), member.api())));
        return apis;
    }

    private static KubernetesApi api(String name, String url, ApiServer server) {
        return new KubernetesApi(
                name, url, Issuers.audience(name), Pem.of(server.pki().authorityCertificate()));
    }

    private Hub hub(Home home, Database store, List<ProviderSettings> providers, ApiTokens tokens) {
        Hub hub = running.add(Hub.start(settings, home, store, providers, tokens));
        progress.ready("hub API   " + hub.url());
        return hub;
    }

    private List<ClusterPlan> plans(Home home, List<ProviderSettings> providers) {
        List<String> names = settings.members();
        if (names.isEmpty()) {
            return List.of();
        }
        ClusterPlan.Ground ground =
                new ClusterPlan.Ground(
                        settings,
                        home,
                        ClusterNetworks.onThisMachine(home.path()),
                        embedded.serveImages(home, images),
                        providers);
        List<ClusterPlan> plans = new ArrayList<>();
        for (int index = 0; index < names.size(); index++) {
            plans.add(
                    ClusterPlan.of(
                            ground,
                            names.get(index),
                            Listening.loopback(settings.memberPort(index)),
                            settings.ingress(index),
                            Settings.NODES_PER_MEMBER,
                            names.size() * Settings.NODES_PER_MEMBER));
        }
        return plans;
    }

    private void tellSignIn(Home home, Portal portal) {
        progress.say("");
        progress.say("  Open " + portal.url() + " and sign in.");
        SignIn.lines(home).forEach(line -> progress.say("    " + line));
        progress.say("  Ctrl-C stops everything; the next start goes on where it was.");
        progress.say("");
    }

    private void requireFreePorts() {
        requireFree(settings.portalPort(), "PINISI_PORT", "portal");
        if (sso.startsKeycloak()) {
            requireFree(settings.keycloakPort(), "PINISI_KEYCLOAK_PORT", "Keycloak");
            requireFree(settings.keycloakPort() + 1, "PINISI_KEYCLOAK_PORT", "Keycloak");
        }
        requireFree(settings.hub().port(), "PINISI_HUB_PORT", "hub API");
        settings.gateway().requireFree();
        for (int index = 0; index < settings.members().size(); index++) {
            requireFree(
                    settings.memberPort(index),
                    "PINISI_HUB_PORT",
                    "API of " + settings.members().get(index));
            settings.requireFreeIngress(index, settings.members().get(index));
        }
    }

    private void requireFree(int port, String variable, String use) {
        Ports.requireFree(settings.bind(), port, variable, use);
    }

    private void tellPeople(Keycloak keycloak) {
        progress.say("  People in Keycloak, and their passwords:");
        try {
            keycloak.people()
                    .forEach((name, password) -> progress.say("    " + name + "  " + password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> CompletableFuture<T> begin(java.util.function.Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
