package io.pinisi.cluster.client.informer;

/** Hears every change of one informer, in order; must be quick and never block. */
@FunctionalInterface
public interface ChangeHandler {
    void handle(Change change);
}
