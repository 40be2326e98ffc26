package io.pinisi.cluster.machinery.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Pattern;

/** The formats of text that Kubernetes checks; any other says nothing. */
final class Formats {
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
    private static final Pattern OCTET = Pattern.compile("25[0-5]|2[0-4]\\d|1?\\d?\\d");
    private static final Pattern HOST =
            Pattern.compile(
                    "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
                            + "(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern DURATION =
            Pattern.compile("[-+]?(\\d+(\\.\\d+)?(ns|us|µs|ms|s|m|h|d|w))+|0");

    private Formats() {}

    static boolean isValid(String format, String text) {
        return switch (format) {
            case "date" -> isRead(() -> LocalDate.parse(text));
            case "date-time", "datetime", "micro-time" ->
                    isRead(() -> OffsetDateTime.parse(text.replace(' ', 'T')));
            case "byte" -> isRead(() -> Base64.getMimeDecoder().decode(text));
            case "uri" -> isUri(text);
            case "uuid", "uuid3", "uuid4", "uuid5" -> UUID.matcher(text).matches();
            case "ipv4" -> isIpv4(text);
            case "ipv6" -> isIpv6(text);
            case "ip" -> isIpv4(text) || isIpv6(text);
            case "cidr" -> isCidr(text);
            case "hostname" -> HOST.matcher(text).matches() && text.length() <= 255;
            case "email" -> EMAIL.matcher(text).matches();
            case "duration" -> DURATION.matcher(text).matches();
            default -> true;
        };
    }

    private static boolean isRead(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute() || text.startsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static boolean isIpv4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            if (!OCTET.matcher(octet).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Only texts of the right characters reach the parser, which then looks nothing up. */
    static boolean isIpv6(String text) {
        if (!text.contains(":") || !text.matches("[0-9A-Fa-f:.]{2,45}")) {
            return false;
        }
        return isRead(() -> java.net.Inet6Address.ofLiteral(text));
    }

    private static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            return false;
        }
        String address = text.substring(0, slash);
        int bits = Integer.parseInt(text.substring(slash + 1));
        return (isIpv4(address) && bits <= 32) || (isIpv6(address) && bits <= 128);
    }
}
