package io.pinisi.cluster.node.container;

/** A container cannot be made as its definition wants; shown in the pod's status. */
public final class ContainerRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public ContainerRefusal(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Something the definition refers to is missing or wrong. */
    static ContainerRefusal config(String message) {
        return new ContainerRefusal("CreateContainerConfigError", message);
    }

    public String reason() {
        return reason;
    }
}
