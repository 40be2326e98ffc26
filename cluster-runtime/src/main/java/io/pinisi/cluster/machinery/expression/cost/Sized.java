package io.pinisi.cluster.machinery.expression.cost;

/** A value of a type of our own that is longer than one. */
@FunctionalInterface
public interface Sized {
    long size();
}
