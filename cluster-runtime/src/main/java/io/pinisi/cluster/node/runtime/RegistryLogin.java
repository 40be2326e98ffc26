package io.pinisi.cluster.node.runtime;

/** What a registry wants to know of who pulls; the fields of a Docker config's entry. */
public record RegistryLogin(String user, String password, String auth, String identityToken) {
    public static final RegistryLogin NONE = new RegistryLogin("", "", "", "");

    @Override
    public String toString() {
        return "RegistryLogin[" + user + "]";
    }
}
