package io.pinisi.cluster.controller;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** In the order in which they came. */
final class ArrivedKeys<K> implements ReadyKeys<K> {
    private final Queue<K> keys = new ArrayDeque<>();

    @Override
    public void add(K key) {
        keys.add(key);
    }

    @Override
    public void addAgain(K key) {}

    @Override
    public @Nullable K poll() {
        return keys.poll();
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public void clear() {
        keys.clear();
    }
}
