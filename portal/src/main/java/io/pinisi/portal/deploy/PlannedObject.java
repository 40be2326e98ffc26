package io.pinisi.portal.deploy;

/**
 * One document of the manifest.
 *
 * @param exists it is on the hub already and will be changed
 */
public record PlannedObject(
        int document, String kind, String namespace, String name, int replicas, boolean exists) {}
