package io.pinisi.portal.tenants;

/**
 * A group or a person of a tenant.
 *
 * @param role {@code owner}, {@code deployer} or {@code viewer}
 * @param kind {@code Group} or {@code User}
 */
public record Member(String role, String kind, String name) {
    /** Tells members apart. */
    public String id() {
        return kind + "/" + name;
    }
}
