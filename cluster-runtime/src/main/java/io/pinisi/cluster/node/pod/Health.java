package io.pinisi.cluster.node.pod;

/**
 * What the probes of one running container have found so far.
 *
 * @param started the startup probe has succeeded, or there is none
 * @param ready the readiness probe says so, or there is none
 * @param failed the liveness or startup probe has given up on the container
 * @param verdict the message of the probe that gave up
 */
public record Health(boolean started, boolean ready, boolean failed, String verdict) {

    /** Before any probe has answered. */
    public static Health initial(ContainerDefinition container) {
        boolean started = container.probe(ProbeKind.STARTUP) == null;
        boolean ready = started && container.probe(ProbeKind.READINESS) == null;
        return new Health(started, ready, false, "");
    }
}
