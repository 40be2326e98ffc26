package io.pinisi.cluster.network.address;

/** A range of IPv4 addresses; {@code base} has no bits below the prefix. */
public record Cidr(int base, int prefix) {
    public Cidr {
        if (prefix < 0 || prefix > 32 || (base & ~mask(prefix)) != 0) {
            throw new IllegalArgumentException("no network: " + text(base) + "/" + prefix);
        }
    }

    /** Reads {@code 10.64.0.0/16}; an address alone is a range of one. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        int prefix = slash < 0 ? 32 : Integer.parseInt(text.substring(slash + 1));
        int address = address(slash < 0 ? text : text.substring(0, slash));
        return new Cidr(address & mask(prefix), prefix);
    }

    /** Reads a dotted address. */
    public static int address(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("no IPv4 address: " + text);
        }
        int address = 0;
        for (String part : parts) {
            int octet = Integer.parseInt(part);
            if (octet < 0 || octet > 255) {
                throw new IllegalArgumentException("no IPv4 address: " + text);
            }
            address = address << 8 | octet;
        }
        return address;
    }

    /** The address {@code index} places after the base. */
    public String host(int index) {
        return text(base + index);
    }

    /** The {@code index}th range of {@code subPrefix} bits inside this one. */
    public Cidr subnet(int subPrefix, int index) {
        return new Cidr(base + (index << (32 - subPrefix)), subPrefix);
    }

    /** How many ranges of {@code subPrefix} bits fit. */
    public int subnets(int subPrefix) {
        return 1 << (subPrefix - prefix);
    }

    public boolean contains(String address) {
        return (address(address) & mask(prefix)) == base;
    }

    public boolean overlaps(Cidr other) {
        int shorter = mask(Math.min(prefix, other.prefix));
        return (base & shorter) == (other.base & shorter);
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    private static String text(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 255)
                + "."
                + (address >>> 8 & 255)
                + "."
                + (address & 255);
    }

    @Override
    public String toString() {
        return text(base) + "/" + prefix;
    }
}
