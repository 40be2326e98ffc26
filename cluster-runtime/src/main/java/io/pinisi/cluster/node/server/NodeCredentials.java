package io.pinisi.cluster.node.server;

/** PEM texts: who the node is, and whose word on others it takes. */
public record NodeCredentials(String certificate, String privateKey, String authority) {
    @Override
    public String toString() {
        return "NodeCredentials[]";
    }
}
