package io.pinisi.cluster.controller;

import org.jspecify.annotations.Nullable;

/** Keys that may be taken, each once, and which goes next. Guarded by its queue. */
interface ReadyKeys<K> {
    void add(K key);

    /** A key that may be among these was added again. */
    void addAgain(K key);

    @Nullable K poll();

    int size();

    void clear();
}
