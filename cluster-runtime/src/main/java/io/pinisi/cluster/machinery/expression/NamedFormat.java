package io.pinisi.cluster.machinery.expression;

import io.pinisi.cluster.machinery.meta.NameRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The formats that rules can ask for by name ({@code format.dns1123Label()}). */
enum NamedFormat {
    DNS1123_LABEL("dns1123Label", NameRule.DNS_LABEL::faults),
    DNS1123_SUBDOMAIN("dns1123Subdomain", NameRule.DNS_SUBDOMAIN::faults),
    DNS1035_LABEL("dns1035Label", NameRule.DNS_1035_LABEL::faults),
    QUALIFIED_NAME("qualifiedName", NameRule::qualifiedFaults),
    DNS1123_LABEL_PREFIX("dns1123LabelPrefix", NameRule.DNS_LABEL::prefixFaults),
    DNS1123_SUBDOMAIN_PREFIX("dns1123SubdomainPrefix", NameRule.DNS_SUBDOMAIN::prefixFaults),
    DNS1035_LABEL_PREFIX("dns1035LabelPrefix", NameRule.DNS_1035_LABEL::prefixFaults),
    LABEL_VALUE("labelValue", NameRule.LABEL_VALUE::faults),
    URI_REFERENCE("uri", NamedFormat::uriFaults),
    UUID("uuid", text -> faults(isUuid(text), "does not match the UUID format")),
    BYTE("byte", text -> faults(isRead(() -> decode(text)), "invalid base64")),
    DATE("date", text -> faults(isRead(() -> LocalDate.parse(text)), "invalid date")),
    DATETIME(
            "datetime",
            text -> faults(isRead(() -> OffsetDateTime.parse(text)), "invalid datetime"));

    private static final Pattern HEX =
            Pattern.compile("(?i)[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}");

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // keeps nothing between calls
    private final Function<String, List<String>> check;

    NamedFormat(String text, Function<String, List<String>> check) {
        this.text = text;
        this.check = check;
    }

    static Optional<NamedFormat> named(String name) {
        return Arrays.stream(values()).filter(format -> format.text.equals(name)).findFirst();
    }

    /** How rules call it. */
    String text() {
        return text;
    }

    /** What is wrong with a text; absent for nothing. */
    Optional<List<String>> validate(String value) {
        List<String> faults = check.apply(value);
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults);
    }

    private static List<String> faults(boolean valid, String fault) {
        return valid ? List.of() : List.of(fault);
    }

    private static boolean isUuid(String text) {
        return HEX.matcher(text).matches();
    }

    private static void decode(String text) {
        Base64.getDecoder().decode(text);
    }

    private static boolean isRead(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return false;
        }
    }

    private static List<String> uriFaults(String text) {
        try {
            URI uri = new URI(text);
            boolean whole = uri.isAbsolute() || text.startsWith("/");
            return faults(whole, "parse \"" + text + "\": invalid URI for request");
        } catch (URISyntaxException e) {
            return List.of("parse \"" + text + "\": invalid URI for request");
        }
    }
}
