package io.pinisi.cluster.machinery.expression;

import io.pinisi.cluster.machinery.expression.cost.Sized;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** An address of IPv4 or IPv6, read strictly: no zones, no IPv4 inside of IPv6. */
record Address(InetAddress address) implements Sized {
    private static final Pattern OCTET = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    static Address parse(String text) {
        boolean six = text.contains(":");
        if (six ? !IPV6.matcher(text).matches() : !isFourOctets(text)) {
            throw new IllegalArgumentException(
                    "IP Address \"" + text + "\" parse error during conversion from string");
        }
        InetAddress read = InetAddress.ofLiteral(text);
        if (six && read instanceof Inet4Address) {
            throw new IllegalArgumentException(
                    "IPv4-mapped IPv6 address \"" + text + "\" is not allowed");
        }
        return new Address(read);
    }

    private static boolean isFourOctets(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }

    /** In bytes. */
    @Override
    public long size() {
        return address.getAddress().length;
    }

    int bits() {
        return address.getAddress().length * 8;
    }

    long family() {
        return address instanceof Inet4Address ? 4 : 6;
    }

    BigInteger number() {
        return new BigInteger(1, address.getAddress());
    }

    boolean isGlobalUnicast() {
        byte[] bytes = address.getAddress();
        boolean broadcast = family() == 4 && number().bitCount() == 32;
        return !broadcast
                && !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isMulticastAddress()
                && !address.isLinkLocalAddress()
                && bytes.length > 0;
    }

    boolean isLinkLocalMulticast() {
        byte[] bytes = address.getAddress();
        return family() == 4
                ? (bytes[0] & 0xff) == 224 && bytes[1] == 0 && bytes[2] == 0
                : (bytes[0] & 0xff) == 0xff && (bytes[1] & 0x0f) == 2;
    }

    /** The canonical form: of IPv6 in lower case with the longest run of zeros left out. */
    @Override
    public String toString() {
        return family() == 4 ? address.getHostAddress() : shortened(groups());
    }

    private List<Integer> groups() {
        byte[] bytes = address.getAddress();
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += 2) {
            groups.add((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff));
        }
        return groups;
    }

    private static String shortened(List<Integer> groups) {
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.size(); i++) {
            int end = i;
            while (end < groups.size() && groups.get(end) == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        return start < 0
                ? joined(groups)
                : joined(groups.subList(0, start))
                        + "::"
                        + joined(groups.subList(start + length, groups.size()));
    }

    private static String joined(List<Integer> groups) {
        return String.join(":", groups.stream().map(Integer::toHexString).toList());
    }
}
