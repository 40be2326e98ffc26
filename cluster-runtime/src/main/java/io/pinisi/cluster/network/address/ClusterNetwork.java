package io.pinisi.cluster.network.address;

/**
 * One cluster's share of private addresses, a /16: pods in the lower half, then services, then the
 * nodes themselves.
 */
public record ClusterNetwork(Cidr share) {
    private static final int NODE_PREFIX = 24;

    /** How many nodes the share has room for. */
    public static final int MAX_NODES = 128;

    public ClusterNetwork {
        if (share.prefix() != 16) {
            throw new IllegalArgumentException("a cluster's share is a /16, not " + share);
        }
    }

    public Cidr pods() {
        return share.subnet(17, 0);
    }

    public Cidr services() {
        return share.subnet(18, 2);
    }

    public Cidr nodes() {
        return share.subnet(NODE_PREFIX, 192);
    }

    /** The machine's own address on every node's link. */
    public String gateway() {
        return nodes().host(1);
    }

    /** The first service address, which the service {@code default/kubernetes} has. */
    public String apiService() {
        return services().host(1);
    }

    /** Where DNS answers. */
    public String dns() {
        return services().host(10);
    }

    /** The pods' addresses of the {@code index}th node. */
    public Cidr podsOf(int index) {
        return pods().subnet(NODE_PREFIX, index);
    }

    /** The address of the {@code index}th node. */
    public String node(int index) {
        return nodes().host(index + 2);
    }
}
