package io.pinisi.cluster.node.volume;

/** One file of a volume; the bytes are never changed. */
record FileContent(byte[] bytes, int mode) {}
