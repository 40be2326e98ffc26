package io.pinisi.cluster.controllers.deployment;

/** A decision to give a set another size; the size may be the present one (notes are renewed). */
record Resize(ReplicaSetView set, int replicas) {}
