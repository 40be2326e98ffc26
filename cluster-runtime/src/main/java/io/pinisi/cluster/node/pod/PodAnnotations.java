package io.pinisi.cluster.node.pod;

/** What a container carries so that an agent that starts anew knows it; the kubelet's own names. */
public final class PodAnnotations {
    public static final String HASH = "io.kubernetes.container.hash";
    public static final String TERMINATION_PATH = "io.kubernetes.container.terminationMessagePath";
    public static final String TERMINATION_POLICY =
            "io.kubernetes.container.terminationMessagePolicy";

    private PodAnnotations() {}
}
