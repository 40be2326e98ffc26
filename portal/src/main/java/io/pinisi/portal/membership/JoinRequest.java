package io.pinisi.portal.membership;

/**
 * A cluster that somebody wants to join.
 *
 * @param kubeconfig its current context says where the cluster is and who may in; a secret
 * @param provider may be empty
 * @param region may be empty
 */
public record JoinRequest(String name, String kubeconfig, String provider, String region) {
    /** A kubeconfig may be this long, in characters; one of a single cluster needs far less. */
    public static final int LONGEST_KUBECONFIG = 256 * 1024;

    @Override
    public String toString() {
        return "JoinRequest[name=" + name + "]";
    }
}
