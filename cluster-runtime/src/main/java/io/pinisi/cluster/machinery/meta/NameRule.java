package io.pinisi.cluster.machinery.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How things may be called; the sentences are those that Kubernetes answers with. */
public enum NameRule {
    /** Most objects. */
    DNS_SUBDOMAIN(
            253,
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                    + " '-' or '.', and must start and end with an alphanumeric character"
                    + " (e.g. 'example.com', regex used for validation is '%s')"),
    /** What becomes one label of a DNS name: namespaces, containers, volumes. */
    DNS_LABEL(
            63,
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
                    + " and must start and end with an alphanumeric character (e.g. 'my-name',  or"
                    + " '123-abc', regex used for validation is '%s')"),
    /** Services, whose names also have to suit environment variables. */
    DNS_1035_LABEL(
            63,
            "[a-z]([-a-z0-9]*[a-z0-9])?",
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start"
                    + " with an alphabetic character, and end with an alphanumeric character (e.g."
                    + " 'my-name',  or 'abc-123', regex used for validation is '%s')"),
    /** Anything that fits between two slashes: RBAC. */
    PATH_SEGMENT(Integer.MAX_VALUE, "", "") {
        @Override
        public List<String> faults(String name) {
            if (name.equals(".") || name.equals("..")) {
                return List.of("may not be '" + name + "'");
            }
            List<String> faults = new ArrayList<>();
            for (String banned : List.of("/", "%")) {
                if (name.contains(banned)) {
                    faults.add("may not contain '" + banned + "'");
                }
            }
            return faults;
        }
    },
    /** The part of a label key after the slash. */
    QUALIFIED_PART(
            63,
            "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
                    + " an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc',"
                    + " regex used for validation is '%s')"),
    LABEL_VALUE(
            63,
            "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?",
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
                    + " or '.', and must start and end with an alphanumeric character (e.g."
                    + " 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
                    + " '%s')"),
    /** Keys of config maps and secrets. */
    DATA_KEY(
            253,
            "[-._a-zA-Z0-9]+",
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                    + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                    + " '%s')") {
        @Override
        public List<String> faults(String key) {
            List<String> faults = new ArrayList<>(super.faults(key));
            if (key.equals(".")) {
                faults.add("must not be '.'");
            } else if (key.equals("..")) {
                faults.add("must not be '..'");
            } else if (key.startsWith("..")) {
                faults.add("must not start with '..'");
            }
            return faults;
        }
    },
    ENV_NAME(
            Integer.MAX_VALUE,
            "[-._a-zA-Z][-._a-zA-Z0-9]*",
            "a valid environment variable name must consist of alphabetic characters, digits, '_',"
                    + " '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or"
                    + " 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '%s')") {
        @Override
        public List<String> faults(String name) {
            if (name.equals(".") || name.equals("..")) {
                return List.of("must not be '" + name + "'");
            }
            return super.faults(name);
        }
    };

    private final int longest;
    private final Pattern pattern;
    private final String sentence;

    NameRule(int longest, String regex, String sentence) {
        this.longest = longest;
        this.pattern = Pattern.compile(regex);
        this.sentence = sentence;
    }

    /** What is wrong with a name; empty for nothing. */
    public List<String> faults(String name) {
        List<String> faults = new ArrayList<>();
        if (name.length() > longest) {
            faults.add("must be no more than " + longest + " characters");
        }
        if (!pattern.matcher(name).matches()) {
            faults.add(sentence.formatted(pattern.pattern()));
        }
        return faults;
    }

    /** Faults of a name whose end is still to be generated. */
    public List<String> prefixFaults(String prefix) {
        return faults(
                prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix);
    }

    /** Faults of {@code [prefix/]name}, as label and annotation keys and finalizers are written. */
    public static List<String> qualifiedFaults(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            return List.of(
                    "a qualified name "
                            + QUALIFIED_PART.sentence.formatted(QUALIFIED_PART.pattern.pattern())
                            + " with an optional DNS subdomain prefix and '/' (e.g."
                            + " 'example.com/MyName')");
        }
        List<String> faults = new ArrayList<>();
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                faults.add("prefix part must be non-empty");
            } else {
                DNS_SUBDOMAIN.faults(parts[0]).forEach(fault -> faults.add("prefix part " + fault));
            }
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            faults.add("name part must be non-empty");
        }
        QUALIFIED_PART.faults(name).forEach(fault -> faults.add("name part " + fault));
        return faults;
    }
}
