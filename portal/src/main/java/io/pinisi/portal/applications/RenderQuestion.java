package io.pinisi.portal.applications;

/**
 * Which two forms of an object are compared.
 *
 * @param object as {@code Kind namespace/name}; empty for the first
 * @param left a cluster, or empty for the object on the hub
 * @param right a cluster; empty for the first that gets the object
 */
public record RenderQuestion(String object, String left, String right) {}
