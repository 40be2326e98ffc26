package io.pinisi.cluster.machinery.selector;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a label's key and value may look like, with the sentences that refuse the rest. */
public final class LabelSyntax {
    private static final int NAME_LENGTH_MAX = 63;
    private static final int PREFIX_LENGTH_MAX = 253;
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private LabelSyntax() {}

    /** What is wrong with a qualified name such as a label key; empty where nothing is. */
    public static List<String> keyFaults(String key) {
        List<String> faults = new ArrayList<>();
        int slash = key.indexOf('/');
        if (slash >= 0 && key.indexOf('/', slash + 1) >= 0) {
            return List.of(
                    "a qualified name "
                            + nameRule()
                            + " with an optional DNS subdomain prefix and '/' (e.g."
                            + " 'example.com/MyName')");
        }
        if (slash >= 0) {
            prefixFaults(key.substring(0, slash), faults);
        }
        String name = key.substring(slash + 1);
        if (name.isEmpty()) {
            faults.add("name part must be non-empty");
        } else if (name.length() > NAME_LENGTH_MAX) {
            faults.add("name part must be no more than 63 characters");
        }
        if (!NAME.matcher(name).matches()) {
            faults.add("name part " + nameRule());
        }
        return faults;
    }

    private static void prefixFaults(String prefix, List<String> faults) {
        if (prefix.isEmpty()) {
            faults.add("prefix part must be non-empty");
        } else if (prefix.length() > PREFIX_LENGTH_MAX) {
            faults.add("prefix part must be no more than 253 characters");
        } else if (!SUBDOMAIN.matcher(prefix).matches()) {
            faults.add(
                    "prefix part a lowercase RFC 1123 subdomain must consist of lower case"
                        + " alphanumeric characters, '-' or '.', and must start and end with an"
                        + " alphanumeric character (e.g. 'example.com', regex used for validation"
                        + " is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
        }
    }

    private static String nameRule() {
        return "must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
                + " '123-abc', regex used for validation is"
                + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    }

    /** What is wrong with a label's value; empty where nothing is. */
    public static List<String> valueFaults(String value) {
        List<String> faults = new ArrayList<>();
        if (value.length() > NAME_LENGTH_MAX) {
            faults.add("must be no more than 63 characters");
        }
        if (!value.isEmpty() && !NAME.matcher(value).matches()) {
            faults.add(
                    "a valid label must be an empty string or consist of alphanumeric characters,"
                        + " '-', '_' or '.', and must start and end with an alphanumeric character"
                        + " (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation"
                        + " is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
        }
        return faults;
    }

    static void requireKey(String key) {
        List<String> faults = keyFaults(key);
        if (!faults.isEmpty()) {
            throw ApiException.badRequest(
                    "key: Invalid value: \"" + key + "\": " + String.join("; ", faults));
        }
    }

    static void requireValue(String key, String value) {
        List<String> faults = valueFaults(value);
        if (!faults.isEmpty()) {
            throw ApiException.badRequest(
                    "values[0]["
                            + key
                            + "]: Invalid value: \""
                            + value
                            + "\": "
                            + String.join("; ", faults));
        }
    }
}
