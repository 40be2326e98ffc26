package io.pinisi.federation;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.federation.fleet.Changes;
import io.pinisi.federation.placement.Autoscaling;
import io.pinisi.federation.placement.Dependencies;
import io.pinisi.federation.propagation.Bindings;
import io.pinisi.federation.propagation.Templates;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps the hub's objects of all kinds in sight that some policy selects or some binding names. */
final class Following implements AutoCloseable {
    /** Kinds that every application is made of; followed also before a policy selects them. */
    private static final List<GroupVersionKind> BASE =
            List.of(
                    GroupVersionKind.of("apps/v1", "Deployment"),
                    GroupVersionKind.of("v1", "Service"),
                    Autoscaling.AUTOSCALER);

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(3);

    private final Templates templates;
    private final Bindings bindings;
    private final Policies policies;
    private final Changes changes;
    private final Thread thread;

    Following(Templates templates, Bindings bindings, Policies policies, Changes changes) {
        this.templates = templates;
        this.bindings = bindings;
        this.policies = policies;
        this.changes = changes;
        this.thread =
                Thread.ofVirtual().name("federation-following").unstarted(this::keepFollowing);
    }

    /** To be called when policies and bindings are known. */
    void begin() {
        templates.follow(wantedKinds());
    }

    void start() {
        thread.start();
    }

    private Set<GroupVersionKind> wantedKinds() {
        Set<GroupVersionKind> wanted = new HashSet<>(BASE);
        wanted.addAll(policies.index().kinds());
        bindings.all().forEach(binding -> wanted.add(binding.template().kind()));
        boolean dependent =
                bindings.all().stream().anyMatch(b -> b.tree().path("spec").has("propagateDeps"));
        if (dependent) {
            wanted.addAll(Dependencies.kinds());
        }
        return wanted;
    }

    /** A kind may be served only after a policy selects it; nobody tells us. */
    private void keepFollowing() {
        try {
            while (true) {
                Thread.sleep(HOUSEKEEPING);
                try {
                    templates.follow(wantedKinds());
                } catch (ApiException e) {
                    changes.bump();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
