package io.pinisi.cluster.network.proxy;

/**
 * Where a connection to a service may end.
 *
 * @param node the node it is on; empty when unknown
 */
public record Backend(String address, int port, String node) implements Comparable<Backend> {
    @Override
    public int compareTo(Backend other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }
}
