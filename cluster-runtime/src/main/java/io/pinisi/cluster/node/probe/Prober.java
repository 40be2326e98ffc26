package io.pinisi.cluster.node.probe;

import io.pinisi.cluster.node.pod.ContainerDefinition;
import io.pinisi.cluster.node.pod.Health;
import io.pinisi.cluster.node.pod.ProbeKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs the probes of one running container, the startup probe before the others. */
public final class Prober implements AutoCloseable {
    private static final int DEFAULT_PERIOD = 10;
    private static final int DEFAULT_FAILURES = 3;

    private final ContainerDefinition container;
    private final ProbeTarget target;
    private final HandlerCall calls;
    private final Listener listener;
    private final Object lock = new Object();
    private Health health;
    private volatile boolean closed;

    /** Hears of every change of the answer, and of every failed attempt. */
    public interface Listener {
        void changed(String containerId, Health health);

        void failed(ContainerDefinition container, ProbeKind kind, String output);
    }

    private Prober(
            ContainerDefinition container,
            ProbeTarget target,
            HandlerCall calls,
            Listener listener) {
        this.container = container;
        this.target = target;
        this.calls = calls;
        this.listener = listener;
        this.health = Health.initial(container);
    }

    /** Null where the container has no probes. */
    public static @Nullable Prober start(
            ContainerDefinition container,
            ProbeTarget target,
            HandlerCall calls,
            Listener listener) {
        Prober prober = new Prober(container, target, calls, listener);
        JsonNode startup = container.probe(ProbeKind.STARTUP);
        boolean others =
                container.probe(ProbeKind.LIVENESS) != null
                        || container.probe(ProbeKind.READINESS) != null;
        if (startup == null && !others) {
            return null;
        }
        if (startup == null) {
            prober.startOthers();
        } else {
            prober.begin(ProbeKind.STARTUP, startup);
        }
        return prober;
    }

    private void startOthers() {
        for (ProbeKind kind : new ProbeKind[] {ProbeKind.LIVENESS, ProbeKind.READINESS}) {
            JsonNode probe = container.probe(kind);
            if (probe != null) {
                begin(kind, probe);
            }
        }
    }

    private void begin(ProbeKind kind, JsonNode probe) {
        Thread.ofVirtual()
                .name("probe-" + container.name() + "-" + kind.field())
                .start(() -> run(kind, probe));
    }

    private void run(ProbeKind kind, JsonNode probe) {
        Duration period = Duration.ofSeconds(probe.path("periodSeconds").asLong(DEFAULT_PERIOD));
        Duration limit = Duration.ofSeconds(probe.path("timeoutSeconds").asLong(1));
        int neededSuccesses = probe.path("successThreshold").asInt(1);
        int toleratedFailures = probe.path("failureThreshold").asInt(DEFAULT_FAILURES);
        int successes = 0;
        int failures = 0;
        try {
            Thread.sleep(Duration.ofSeconds(probe.path("initialDelaySeconds").asLong(0)));
            while (!closed) {
                ProbeAnswer answer =
                        calls.call(probe, container.node().path("ports"), target, limit);
                if (closed) {
                    return;
                }
                successes = answer.success() ? successes + 1 : 0;
                failures = answer.success() ? 0 : failures + 1;
                if (!answer.success()) {
                    listener.failed(container, kind, answer.output());
                }
                if (successes >= neededSuccesses && succeed(kind)) {
                    return;
                }
                if (failures >= toleratedFailures && fail(kind, answer.output())) {
                    return;
                }
                Thread.sleep(period);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True when the probe has nothing more to find out. */
    private boolean succeed(ProbeKind kind) {
        return switch (kind) {
            case STARTUP -> {
                boolean ready = container.probe(ProbeKind.READINESS) == null;
                change(new Health(true, ready, false, ""));
                startOthers();
                yield true;
            }
            case READINESS -> {
                change(new Health(true, true, false, ""));
                yield false;
            }
            case LIVENESS -> false;
        };
    }

    private boolean fail(ProbeKind kind, String output) {
        return switch (kind) {
            case STARTUP -> {
                change(new Health(false, false, true, output));
                yield true;
            }
            case READINESS -> {
                change(new Health(true, false, false, ""));
                yield false;
            }
            case LIVENESS -> {
                change(new Health(true, false, true, output));
                yield true;
            }
        };
    }

    /** What a liveness probe has decided stays decided. */
    private void change(Health next) {
        synchronized (lock) {
            if (health.failed() || health.equals(next)) {
                return;
            }
            health = next;
        }
        listener.changed(target.containerId(), next);
    }

    @Override
    public void close() {
        closed = true;
    }
}
