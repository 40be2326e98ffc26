package io.pinisi.federation.access;

import io.pinisi.cluster.app.HouseRules;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The engine's figures among the hub's own; none until the engine has started. */
public final class EngineMetrics implements HouseRules {
    private final AtomicReference<Supplier<String>> source = new AtomicReference<>(() -> "");

    public void connect(Supplier<String> figures) {
        source.set(figures);
    }

    @Override
    public String metrics() {
        return source.get().get();
    }
}
