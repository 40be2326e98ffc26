package io.pinisi.federation;

import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binder;
import io.pinisi.federation.propagation.Binding;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Who works on an object next: its placement, a member's dispatcher, its status. */
record Routes(Parts parts) implements Binder.Signals {
    /** Copies in several clusters change together; their template's status is written once. */
    private static final Duration GATHERING = Duration.ofMillis(50);

    @Override
    public void dispatch(String cluster, Template template) {
        Link link = parts.links.get(cluster);
        if (link != null) {
            link.dispatcher().enqueue(template);
        }
    }

    @Override
    public void reconsider(Template template) {
        parts.placing.queue().add(template);
    }

    @Override
    public void waiting(Template template, String why) {
        parts.templates
                .find(template)
                .ifPresent(object -> parts.events.warning(object, "WaitingForOverrides", why));
    }

    @Override
    public void decided(Template template) {
        condemn(template);
        report(template);
    }

    /** Tells the fuse where the object is to go, or should not be. */
    void condemn(Template template) {
        Set<String> strayed =
                parts.links.keySet().stream()
                        .filter(cluster -> parts.desires.isStray(cluster, template))
                        .collect(Collectors.toSet());
        parts.holds.fuse().note(template, forsaken(template), strayed);
    }

    /** What a person deleted goes unasked; so does what is in a cluster that is let go. */
    private Set<String> forsaken(Template template) {
        if (parts.templates.isSynced(template.kind()) && parts.templates.find(template).isEmpty()) {
            return Set.of();
        }
        return parts.bindings.find(template).map(Binding::forsaken).orElse(Set.of()).stream()
                .filter(cluster -> !parts.clusters.isLeaving(cluster))
                .collect(Collectors.toSet());
    }

    /** A copy may be what others wait for before they are given up, or changed. */
    void seen(Template template) {
        parts.rollouts.touch(template);
        if (parts.bindings
                .find(template)
                .filter(one -> one.failsOver() || !one.evictions().isEmpty())
                .isPresent()) {
            parts.placing.queue().add(template);
        }
    }

    void report(Template template) {
        parts.reporting.queue().addAfter(template, GATHERING);
        parts.works.touch(template);
        parts.changes.bump();
    }

    void remember(ObjectNode cluster) {
        Clusters.Change change = parts.clusters.remember(cluster);
        if (change == Clusters.Change.NOTHING) {
            return;
        }
        if (change == Clusters.Change.RULES) {
            parts.rollouts.touchAll();
        }
        parts.bindings.all().stream()
                .map(Binding::template)
                .filter(one -> change == Clusters.Change.RULES || parts.binder.lacksRoom(one))
                .forEach(parts.placing.queue()::add);
    }

    void dispatchAll(String cluster) {
        Link link = parts.links.get(cluster);
        if (link == null) {
            return;
        }
        for (Binding binding : parts.bindings.all()) {
            if (binding.placed().contains(cluster) || binding.clusters().containsKey(cluster)) {
                link.dispatcher().enqueue(binding.template());
            }
        }
    }

    /** Lists all that is followed in a member again. */
    void renew(String cluster) {
        Link link = parts.links.get(cluster);
        if (link != null) {
            link.member().renew();
            link.observer().renew();
        }
    }

    void reportAll(String cluster) {
        for (Binding binding : parts.bindings.all()) {
            if (binding.clusters().containsKey(cluster)) {
                report(binding.template());
            }
        }
    }
}
