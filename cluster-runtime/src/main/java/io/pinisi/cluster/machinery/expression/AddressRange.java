package io.pinisi.cluster.machinery.expression;

import io.pinisi.cluster.machinery.expression.cost.Sized;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses that begin alike, as {@code 10.0.0.0/8}. */
record AddressRange(Address address, int prefix) implements Sized {
    private static final Pattern LENGTH = Pattern.compile("0|[1-9]\\d{0,2}");

    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String length = text.substring(slash + 1);
        if (slash < 0 || !LENGTH.matcher(length).matches()) {
            throw refused(text);
        }
        Address address = Address.parse(text.substring(0, slash));
        int prefix = Integer.parseInt(length);
        if (prefix > address.bits()) {
            throw refused(text);
        }
        return new AddressRange(address, prefix);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "network address parse error during conversion from string: \"" + text + "\"");
    }

    /** Of the part that is compared, in bytes. */
    @Override
    public long size() {
        return Math.ceilDiv(prefix, 8);
    }

    boolean contains(Address other) {
        int host = address.bits() - prefix;
        return other.bits() == address.bits()
                && other.number().shiftRight(host).equals(address.number().shiftRight(host));
    }

    boolean contains(AddressRange other) {
        return other.prefix() >= prefix && contains(other.address());
    }

    AddressRange masked() {
        int host = address.bits() - prefix;
        BigInteger network = address.number().shiftRight(host).shiftLeft(host);
        byte[] bytes = new byte[address.bits() / 8];
        byte[] digits = network.toByteArray();
        for (int i = 0; i < Math.min(bytes.length, digits.length); i++) {
            bytes[bytes.length - 1 - i] = digits[digits.length - 1 - i];
        }
        try {
            return new AddressRange(new Address(InetAddress.getByAddress(bytes)), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
