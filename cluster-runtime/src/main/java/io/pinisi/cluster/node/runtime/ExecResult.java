package io.pinisi.cluster.node.runtime;

/** How a command inside a container ended. */
public record ExecResult(int exitCode, String stdout, String stderr) {
    /** Both streams as one text, as probes and hooks report it. */
    public String output() {
        return stdout + stderr;
    }
}
