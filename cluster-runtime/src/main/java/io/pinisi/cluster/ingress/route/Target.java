package io.pinisi.cluster.ingress.route;

/**
 * One place that requests may end at.
 *
 * @param group what it belongs to, for people and counts; a cluster, where there are several
 * @param weight its share, against the other targets of its tier
 * @param tier lower ones are preferred; others serve while those cannot
 */
public record Target(String group, String address, int port, double weight, int tier) {
    public Target {
        if (!(weight > 0) || tier < 0) {
            throw new IllegalArgumentException("weight " + weight + ", tier " + tier);
        }
    }

    /** One of equals. */
    public static Target of(String group, String address, int port) {
        return new Target(group, address, port, 1, 0);
    }

    /** Host and port as they stand in a URL. */
    public String authority() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
