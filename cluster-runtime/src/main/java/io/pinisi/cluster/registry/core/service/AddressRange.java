package io.pinisi.cluster.registry.core.service;

import io.pinisi.cluster.registry.core.pod.IpAddress;

/** A range of IPv4 addresses, written as CIDR; network and broadcast address are never given. */
record AddressRange(String cidr, long base, long size) {

    AddressRange(String cidr) {
        this(cidr, base(cidr), 1L << (32 - prefix(cidr)));
    }

    private static int prefix(String cidr) {
        int bits = Integer.parseInt(cidr.substring(cidr.indexOf('/') + 1));
        if (bits < 8 || bits > 30) {
            throw new IllegalArgumentException("a service range has a prefix of 8 to 30: " + cidr);
        }
        return bits;
    }

    private static long base(String cidr) {
        long address = number(cidr.substring(0, cidr.indexOf('/')));
        return address & -(1L << (32 - prefix(cidr)));
    }

    static long number(String address) {
        if (!IpAddress.isV4(address)) {
            throw new IllegalArgumentException("no IPv4 address: " + address);
        }
        long number = 0;
        for (String octet : address.split("\\.")) {
            number = number << 8 | Integer.parseInt(octet);
        }
        return number;
    }

    boolean contains(String address) {
        if (!IpAddress.isV4(address)) {
            return false;
        }
        long offset = number(address) - base;
        return offset > 0 && offset < size - 1;
    }

    String at(long offset) {
        long number = base + offset;
        return (number >> 24 & 255)
                + "."
                + (number >> 16 & 255)
                + "."
                + (number >> 8 & 255)
                + "."
                + (number & 255);
    }

    /** Addresses below are left for those who name one. */
    long firstDynamic() {
        return Math.min(Math.max(16, size / 16), 256) % Math.max(1, size - 1);
    }
}
