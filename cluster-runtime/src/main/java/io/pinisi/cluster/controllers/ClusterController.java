package io.pinisi.cluster.controllers;

/**
 * One controller. Its constructor asks the shared informers for what it needs; it is started when
 * they have synced.
 */
public interface ClusterController extends AutoCloseable {
    void start();

    @Override
    void close();
}
