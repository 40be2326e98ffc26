package io.pinisi.cluster.controller;

/** Drives what one key names toward its desired state; level-triggered and idempotent. */
@FunctionalInterface
public interface Reconciler<K> {
    Outcome reconcile(K key) throws InterruptedException;
}
