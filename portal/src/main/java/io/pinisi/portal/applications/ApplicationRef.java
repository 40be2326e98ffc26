package io.pinisi.portal.applications;

/**
 * Names one application on the hub.
 *
 * @param kind {@code Deployment}, {@code StatefulSet} …
 */
public record ApplicationRef(String namespace, String name, String kind) {
    public static ApplicationRef deployment(String namespace, String name) {
        return new ApplicationRef(namespace, name, "Deployment");
    }
}
