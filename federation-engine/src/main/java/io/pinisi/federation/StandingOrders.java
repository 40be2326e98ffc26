package io.pinisi.federation;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.membership.SyncMode;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Desires;
import io.pinisi.federation.propagation.Templates;
import io.pinisi.federation.reverse.AgentGate;
import io.pinisi.federation.reverse.Order;
import io.pinisi.federation.reverse.OrderMessages;
import io.pinisi.federation.reverse.OrderMessages.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves with each connected agent what its member is to have, for the time when this hub is away.
 * Nothing is applied by this: it is the dispatchers' work that is remembered.
 */
final class StandingOrders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandingOrders.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    /** Objects sent at a time. */
    private static final int BATCH = 100;

    private final Parts parts;
    private final AgentGate gate;
    private final BiConsumer<ObjectNode, Kept> kept;
    private final Map<String, Given> given = new HashMap<>();
    private final Thread thread;

    /** What an agent was last given on which connection. */
    private record Given(Instant connection, Map<String, String> marks) {}

    StandingOrders(Parts parts, BiConsumer<ObjectNode, Kept> kept) {
        this.parts = parts;
        this.gate = parts.options.gate();
        this.kept = kept;
        this.thread = Thread.ofVirtual().name("standing-orders").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                parts.membership.clusters().stream().filter(SyncMode::isPull).forEach(this::visit);
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit(ObjectNode cluster) {
        String name = Metadata.of(cluster).name();
        Optional<Instant> connection = gate.since(name);
        if (connection.isEmpty()) {
            return;
        }
        try {
            leave(cluster, name, connection.get());
        } catch (ApiException e) {
            given.remove(name);
            LOG.debug("orders not left cluster={} reason={}", name, e.getMessage());
        } catch (RuntimeException e) {
            given.remove(name);
            LOG.error("orders failed cluster={}", name, e);
        }
    }

    private void leave(ObjectNode cluster, String name, Instant connection) {
        Optional<Map<String, Order>> orders = orders(name);
        if (orders.isEmpty()) {
            return;
        }
        Map<String, String> marks = new TreeMap<>();
        orders.get().forEach((id, order) -> marks.put(id, OrderMessages.mark(order)));
        Given now = new Given(connection, marks);
        if (now.equals(given.get(name))) {
            return;
        }
        OrderMessages.Answer answer = gate.list(name, marks, ANSWER_LIMIT);
        answer.kept().ifPresent(report -> kept.accept(cluster, report));
        List<Order> lacking = new ArrayList<>();
        for (String id : answer.lacking()) {
            Optional.ofNullable(orders.get().get(id)).ifPresent(lacking::add);
        }
        for (int from = 0; from < lacking.size(); from += BATCH) {
            List<Order> batch = lacking.subList(from, Math.min(from + BATCH, lacking.size()));
            gate.give(name, batch, ANSWER_LIMIT);
        }
        given.put(name, now);
    }

    /**
     * Empty while not everything is known: an order that is only not seen yet is not taken back.
     */
    private Optional<Map<String, Order>> orders(String cluster) {
        Templates templates = parts.templates;
        Desires desires = parts.desires;
        Map<String, Order> orders = new HashMap<>();
        for (Binding binding : parts.bindings.all()) {
            if (!binding.clusters().containsKey(cluster)) {
                continue;
            }
            if (!templates.isSynced(binding.template().kind())) {
                return Optional.empty();
            }
            Optional<GroupVersionResource> resource =
                    templates.path(binding.template()).map(path -> path.resource());
            Optional<Desires.Lasting> lasting = desires.lasting(cluster, binding.template());
            if (resource.isPresent() && lasting.isPresent()) {
                Order order =
                        new Order(
                                resource.get(),
                                lasting.get().rendered().object(),
                                lasting.get().rendered().hash(),
                                lasting.get().corrects(),
                                lasting.get().retention());
                orders.put(order.id(), order);
            }
        }
        return Optional.of(orders);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
