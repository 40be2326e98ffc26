package io.pinisi.portal.kubeconfig;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The APIs that people reach with kubectl; none before the hub is there. Thread-safe. */
public final class KubernetesApis {
    private final AtomicReference<List<KubernetesApi>> apis = new AtomicReference<>(List.of());

    public void set(List<KubernetesApi> known) {
        apis.set(List.copyOf(known));
    }

    public List<KubernetesApi> get() {
        return apis.get();
    }
}
