package io.pinisi.cluster.controllers.bootstrap;

import io.pinisi.cluster.authn.bootstrap.BootstrapSecret;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Removes each bootstrap token when its time is over. */
public final class TokenCleaner implements ClusterController {
    private static final String ACCOUNT = "token-cleaner";

    private final ApiClient client;
    private final InstantSource clock;
    private final Informer secrets;
    private final Controller<ObjectKey> controller;

    public TokenCleaner(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.secrets = TokenSecrets.informer(client);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, 1);
        secrets.addHandler(change -> controller.queue().add(Metadata.key(change.object())));
    }

    @Override
    public void start() {
        secrets.start();
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
        secrets.close();
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<ObjectNode> secret = secrets.lister().find(key);
        Optional<Instant> end = secret.map(BootstrapSecret::new).flatMap(BootstrapSecret::expiry);
        if (end.isEmpty() || Metadata.of(secret.get()).isDeleting()) {
            return Outcome.SETTLED;
        }
        Instant now = clock.instant();
        if (now.isBefore(end.get())) {
            return Outcome.revisit(Duration.between(now, end.get()));
        }
        delete(secret.get());
        return Outcome.SETTLED;
    }

    /** Only as it was seen: somebody may have given it more time. */
    private void delete(ObjectNode secret) {
        Metadata metadata = Metadata.of(secret);
        ObjectNode options = Json.object();
        options.putObject("preconditions")
                .put("uid", metadata.uid())
                .put("resourceVersion", metadata.resourceVersion());
        try {
            client.delete(TokenSecrets.COLLECTION.named(metadata.name()), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }
}
