package io.pinisi.cluster.node.engine;

/**
 * A node could not be placed on this machine; the message says what was tried and what came back.
 */
public final class EngineFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineFailure(String message) {
        super(message);
    }

    public EngineFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
