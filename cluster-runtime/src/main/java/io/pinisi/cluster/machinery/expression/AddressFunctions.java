package io.pinisi.cluster.machinery.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.function.Predicate;

/** Addresses and ranges of the Internet protocol. */
final class AddressFunctions {
    private static final CelType IP = OpaqueType.create("net.IP");
    private static final CelType CIDR = OpaqueType.create("net.CIDR");
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType BOOL = SimpleType.BOOL;
    private static final CelType INT = SimpleType.INT;

    private AddressFunctions() {}

    static void add(FunctionSet functions) {
        functions.type(IP, Address.class).type(CIDR, AddressRange.class);
        functions
                .global("ip", IP, List.of(TEXT), a -> Address.parse((String) a[0]))
                .global(
                        "isIP",
                        BOOL,
                        List.of(TEXT),
                        a -> isRead(() -> Address.parse((String) a[0])))
                .global("ip.isCanonical", BOOL, List.of(TEXT), a -> isCanonical((String) a[0]))
                .global("string", TEXT, List.of(IP), a -> a[0].toString())
                .member("family", INT, List.of(IP), a -> ((Address) a[0]).family());
        is(functions, "isUnspecified", ip -> ip.address().isAnyLocalAddress());
        is(functions, "isLoopback", ip -> ip.address().isLoopbackAddress());
        is(functions, "isLinkLocalMulticast", Address::isLinkLocalMulticast);
        is(functions, "isLinkLocalUnicast", ip -> ip.address().isLinkLocalAddress());
        is(functions, "isGlobalUnicast", Address::isGlobalUnicast);
        addRanges(functions);
    }

    private static void is(FunctionSet functions, String name, Predicate<Address> question) {
        functions.member(name, BOOL, List.of(IP), a -> question.test((Address) a[0]));
    }

    private static void addRanges(FunctionSet functions) {
        functions
                .global("cidr", CIDR, List.of(TEXT), a -> AddressRange.parse((String) a[0]))
                .global(
                        "isCIDR",
                        BOOL,
                        List.of(TEXT),
                        a -> isRead(() -> AddressRange.parse((String) a[0])))
                .global("string", TEXT, List.of(CIDR), a -> a[0].toString())
                .member(
                        "containsIP",
                        BOOL,
                        List.of(CIDR, IP),
                        a -> range(a).contains((Address) a[1]))
                .member(
                        "containsIP",
                        BOOL,
                        List.of(CIDR, TEXT),
                        a -> range(a).contains(Address.parse((String) a[1])))
                .member(
                        "containsCIDR",
                        BOOL,
                        List.of(CIDR, CIDR),
                        a -> range(a).contains((AddressRange) a[1]))
                .member(
                        "containsCIDR",
                        BOOL,
                        List.of(CIDR, TEXT),
                        a -> range(a).contains(AddressRange.parse((String) a[1])))
                .member("ip", IP, List.of(CIDR), a -> range(a).address())
                .member("masked", CIDR, List.of(CIDR), a -> range(a).masked())
                .member("prefixLength", INT, List.of(CIDR), a -> (long) range(a).prefix());
    }

    private static AddressRange range(Object[] arguments) {
        return (AddressRange) arguments[0];
    }

    private static boolean isRead(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isCanonical(String text) {
        return Address.parse(text).toString().equals(text);
    }
}
