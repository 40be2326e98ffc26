package io.pinisi.cluster.node.runtime;

/**
 * The runtime itself.
 *
 * @param problem why it takes no pods; empty when it does
 */
public record RuntimeInfo(String name, String version, String problem) {
    public boolean ready() {
        return problem.isEmpty();
    }
}
