package io.pinisi.cluster.registry.core.pod;

import java.util.regex.Pattern;

/** Recognises addresses without ever asking a name server. */
public final class IpAddress {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern V6_LETTERS = Pattern.compile("[0-9a-fA-F:]*(:" + V4 + ")?");

    private IpAddress() {}

    public static boolean isValid(String text) {
        return isV4(text) || isV6(text);
    }

    public static boolean isV4(String text) {
        return V4.matcher(text).matches();
    }

    private static boolean isV6(String text) {
        if (!text.contains(":") || !V6_LETTERS.matcher(text).matches()) {
            return false;
        }
        try {
            // letters, digits and colons only: never looked up
            return java.net.InetAddress.getByName(text) != null;
        } catch (java.net.UnknownHostException e) {
            return false;
        }
    }
}
