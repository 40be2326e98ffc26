package io.pinisi.portal.placement;

/**
 * Names a propagation policy.
 *
 * @param namespace empty for a cluster-wide one
 */
public record PolicyRef(String namespace, String name) {
    /** Stands for no namespace in addresses of pages. */
    private static final String NOWHERE = "-";

    public static PolicyRef ofPath(String namespace, String name) {
        return new PolicyRef(namespace.equals(NOWHERE) ? "" : namespace, name);
    }

    public String path() {
        return "policies/" + (namespace.isEmpty() ? NOWHERE : namespace) + "/" + name;
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
