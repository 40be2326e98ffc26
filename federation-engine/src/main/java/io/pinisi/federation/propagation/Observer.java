package io.pinisi.federation.propagation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.federation.interpreter.ScriptException;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.watch.Mirror;
import io.pinisi.federation.watch.Witnesses;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Watches our objects in one member, kind by kind, and sees at once what others do to them. */
public final class Observer implements AutoCloseable {
    private static final ListOptions OURS = ListOptions.ALL.labels(Marks.MANAGED + "=true");

    private final String cluster;
    private final ApiClient member;
    private final Templates templates;
    private final Desires desires;
    private final InstantSource clock;
    private final Listener listener;
    private final Witnesses witnesses;
    private final Map<GroupVersionKind, Mirror<ObservedObject>> mirrors = new ConcurrentHashMap<>();

    /** Told of every change of an object of ours. */
    @FunctionalInterface
    public interface Listener {
        /** Null before for a new object, null after for one that is gone. */
        void changed(
                Template template, @Nullable ObservedObject before, @Nullable ObservedObject after);
    }

    public Observer(
            String cluster,
            ApiClient member,
            Templates templates,
            Desires desires,
            InstantSource clock,
            Listener listener,
            Witnesses witnesses) {
        this.cluster = cluster;
        this.member = member;
        this.templates = templates;
        this.desires = desires;
        this.clock = clock;
        this.listener = listener;
        this.witnesses = witnesses;
    }

    /** Follows a kind from now on. */
    public synchronized void follow(GroupVersionKind kind) {
        if (mirrors.containsKey(kind)) {
            return;
        }
        templates
                .collection(kind)
                .ifPresent(
                        collection ->
                                mirrors.put(
                                        kind,
                                        new Mirror<>(
                                                        cluster + "/" + kind,
                                                        member,
                                                        new Mirror.Source(collection, kind, OURS),
                                                        object ->
                                                                read(
                                                                        new Template(
                                                                                kind,
                                                                                Template.of(object)
                                                                                        .key()),
                                                                        object),
                                                        (key, before, after) ->
                                                                listener.changed(
                                                                        new Template(kind, key),
                                                                        before,
                                                                        after),
                                                        witnesses.of(
                                                                cluster, collection.resource()))
                                                .start()));
    }

    public Optional<ObservedObject> find(Template template) {
        Mirror<ObservedObject> mirror = mirrors.get(template.kind());
        return mirror == null ? Optional.empty() : mirror.find(template.key());
    }

    /** Whether an object that is not found does not exist. */
    public boolean isSynced(GroupVersionKind kind) {
        Mirror<ObservedObject> mirror = mirrors.get(kind);
        return mirror != null && mirror.isSynced();
    }

    /** Waits for the first list of a kind, so that a known object is not asked for one by one. */
    boolean awaitSync(GroupVersionKind kind, Duration wait) throws InterruptedException {
        Mirror<ObservedObject> mirror = mirrors.get(kind);
        return mirror != null && mirror.awaitSync(wait);
    }

    /** Drift is read here, where the managed fields are at hand, and only from what we rendered. */
    ObservedObject read(Template template, ObjectNode object) {
        ObservedObject plain =
                ObservedObject.of(object, desires.interpreters(), List.of(), clock.instant());
        return desires.rendered(cluster, template)
                .filter(rendered -> rendered.hash().equals(plain.hash()))
                .map(rendered -> compared(plain, rendered.object(), object))
                .orElse(plain);
    }

    /** With the object that would be applied now, so that what a script keeps is no drift. */
    private ObservedObject compared(ObservedObject plain, ObjectNode rendered, ObjectNode live) {
        try {
            ObjectNode wanted = desires.retained(rendered, live);
            return plain.with(
                    Ownership.lost(wanted, live),
                    Retention.isOutdated(wanted, live)
                            ? new ObservedObject.Held.Otherwise()
                            : ObservedObject.Held.AS_APPLIED);
        } catch (ScriptException e) {
            String why = String.valueOf(e.getMessage());
            return plain.with(List.of(), new ObservedObject.Held.Unsaid(why));
        }
    }

    /** Lists everything again. */
    public void renew() {
        mirrors.values().forEach(Mirror::renew);
    }

    @Override
    public synchronized void close() {
        mirrors.values().forEach(Mirror::close);
    }
}
