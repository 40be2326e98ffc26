package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.federation.membership.Member;
import io.pinisi.federation.membership.MembershipListener;
import io.pinisi.federation.membership.Unjoin;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.ClusterMode;
import io.pinisi.federation.propagation.Dispatcher;
import io.pinisi.federation.propagation.Marks;
import io.pinisi.federation.propagation.MemberNamespaces;
import io.pinisi.federation.propagation.ObservedObject;
import io.pinisi.federation.propagation.Observer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What follows when a member comes, goes or is different. */
record MemberEvents(Parts parts) implements MembershipListener {
    @Override
    public void connected(Member member) {
        parts.returns.connected(member.name());
        Link link = link(member);
        Link old = parts.links.put(member.name(), link);
        if (old != null) {
            old.close();
        }
        parts.templates.kinds().forEach(link.observer()::follow);
        link.dispatcher().start();
        parts.routes.dispatchAll(member.name());
        MemberNamespaces namespaces = new MemberNamespaces(member.api(), parts.templates);
        parts.discovery.connected(
                member.name(),
                member.api(),
                name -> namespaces.create(name, WriteOptions.by(Marks.MANAGER)));
        parts.changes.bump();
    }

    private Link link(Member member) {
        Observer observer =
                new Observer(
                        member.name(),
                        member.api(),
                        parts.templates,
                        parts.desires,
                        parts.options.clock(),
                        (template, before, after) -> {
                            shown(member.name(), template, after);
                            parts.routes.condemn(template);
                            parts.routes.dispatch(member.name(), template);
                            parts.routes.report(template);
                            parts.routes.seen(template);
                        },
                        parts.witnesses);
        Dispatcher dispatcher =
                new Dispatcher(
                        member.name(),
                        member.api(),
                        observer,
                        new Dispatcher.Dispatching(
                                parts.templates,
                                parts.bindings,
                                parts.desires,
                                parts.deliveries,
                                new Told(
                                        parts.templates,
                                        parts.events,
                                        parts.ledger,
                                        parts.options.clock()),
                                parts.holds.fuse(),
                                parts.tracing,
                                parts.beginnings,
                                parts.options.dispatch(),
                                parts.options.clock()));
        return new Link(member, observer, dispatcher);
    }

    private void shown(String cluster, Template template, @Nullable ObservedObject after) {
        Link link = parts.links.get(cluster);
        if (link != null && after != null) {
            link.dispatcher().traffic().seen(template, after.hash());
        }
    }

    @Override
    public void disconnected(String cluster) {
        Link link = parts.links.remove(cluster);
        if (link != null) {
            link.close();
        }
        parts.discovery.disconnected(cluster);
        parts.deliveries.forgetCluster(cluster);
        parts.routes.reportAll(cluster);
    }

    @Override
    public void changed(String cluster) {
        Optional<ObjectNode> object = parts.membership.cluster(cluster);
        boolean known = parts.clusters.find(cluster).isPresent();
        boolean was = parts.clusters.isReady(cluster);
        ClusterMode mode = parts.clusters.mode(cluster);
        if (object.isEmpty()) {
            parts.clusters.forget(cluster);
            parts.bindings.all().forEach(binding -> parts.placing.queue().add(binding.template()));
        } else {
            parts.routes.remember(object.get());
            parts.inventory.changed(cluster);
        }
        boolean is = parts.clusters.isReady(cluster);
        if (mode != parts.clusters.mode(cluster)) {
            parts.routes.dispatchAll(cluster);
        }
        if (was != is) {
            if (is && known) {
                parts.membership.member(cluster).ifPresent(parts.returns::fromAbsence);
            }
            if (is) {
                Optional.ofNullable(parts.links.get(cluster))
                        .ifPresent(link -> link.dispatcher().resume());
                parts.routes.dispatchAll(cluster);
            }
            parts.routes.reportAll(cluster);
            parts.rollouts.touchAll();
            parts.discovery.membersChanged();
        }
        parts.changes.bump();
    }

    @Override
    public void returned(String cluster, String why, ApiClient member) {
        parts.returns.fromBackup(cluster, why, member);
    }

    @Override
    public void inventoryChanged(String cluster) {
        parts.changes.bump();
    }

    @Override
    public boolean released(String cluster, Unjoin unjoin) {
        if (unjoin == Unjoin.KEEP) {
            parts.bindings.abandon(cluster);
        }
        if (!parts.discovery.isClean(cluster)) {
            parts.discovery.membersChanged();
            return false;
        }
        if (parts.bindings.all().stream()
                .anyMatch(
                        binding ->
                                binding.placed().contains(cluster)
                                        || binding.clusters().containsKey(cluster))) {
            return false;
        }
        parts.discovery.withdraw(cluster);
        return true;
    }
}
