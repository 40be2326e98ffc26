package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.cluster.node.pod.FieldReferences;
import io.pinisi.cluster.node.pod.Resize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the pods of a node have been granted, so that no two of them grow into the same room.
 *
 * <p>Thread-safe; everything is guarded by {@code this}.
 */
final class NodeRoom {
    private static final List<String> COUNTED = List.of("cpu", "memory");

    private final Map<String, Quantity> capacity;
    private final Map<String, Usage> taken = new HashMap<>();

    NodeRoom(FieldReferences.Capacity capacity) {
        this.capacity =
                Map.of(
                        "cpu",
                        Quantity.ofMilli(capacity.milliCpu()),
                        "memory",
                        Quantity.of(capacity.memory()));
    }

    /** The scheduler has decided, or an agent before this one: there is nothing to ask. */
    synchronized void take(String podUid, Usage requests) {
        taken.put(podUid, requests);
    }

    synchronized void leave(String podUid) {
        taken.remove(podUid);
    }

    /** Takes the room where there is enough; else the pod keeps what it has. */
    synchronized Resize ask(String podUid, Usage requests) {
        Usage others = Usage.NONE;
        for (Map.Entry<String, Usage> other : taken.entrySet()) {
            if (!other.getKey().equals(podUid)) {
                others = others.plus(other.getValue());
            }
        }
        if (!fits(requests)) {
            return Resize.INFEASIBLE;
        }
        if (!fits(others.plus(requests))) {
            return Resize.DEFERRED;
        }
        taken.put(podUid, requests);
        return Resize.GRANTED;
    }

    private boolean fits(Usage requests) {
        return COUNTED.stream()
                .allMatch(
                        name ->
                                requests.get(name)
                                                .compareTo(
                                                        capacity.getOrDefault(name, Quantity.ZERO))
                                        <= 0);
    }
}
