package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.registry.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The rules of ports and their names; services share them. */
public final class PortRules {
    public static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final String RANGE = "must be between 1 and 65535, inclusive";
    private static final Pattern LETTERS = Pattern.compile("[-a-z0-9]*");
    private static final int LONGEST_NAME = 15;

    private PortRules() {}

    static void check(JsonNode ports, String path, boolean hostNetwork, Faults faults) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String at = path + "[" + i + "]";
            checkName(port.path("name").asString(""), at, names, faults);
            JsonNode number = port.path("containerPort");
            if (number.asInt(0) == 0) {
                faults.required(at + ".containerPort", "");
            } else {
                checkNumber(number, at + ".containerPort", faults);
            }
            JsonNode host = port.path("hostPort");
            if (host.asInt(0) != 0) {
                checkNumber(host, at + ".hostPort", faults);
                if (hostNetwork && host.asInt() != number.asInt(0)) {
                    faults.invalid(
                            at + ".containerPort",
                            number,
                            "must match `hostPort` when `hostNetwork` is true");
                }
            }
            checkProtocol(port, at, faults);
        }
    }

    private static void checkName(String name, String path, Set<String> names, Faults faults) {
        if (name.isEmpty()) {
            return;
        }
        List<String> malformed = nameFaults(name);
        malformed.forEach(f -> faults.invalid(path + ".name", name, f));
        if (malformed.isEmpty() && !names.add(name)) {
            faults.duplicate(path + ".name", name);
        }
    }

    public static void checkProtocol(JsonNode port, String path, Faults faults) {
        PodSpecRules.checkChoice(port, "protocol", PROTOCOLS, path, faults);
    }

    public static void checkNumber(JsonNode number, String path, Faults faults) {
        long value = number.asLong(0);
        if (value < 1 || value > 65535) {
            faults.invalid(path, number, RANGE);
        }
    }

    /** A number, or the name of a port. */
    public static void checkNumberOrName(JsonNode port, String path, Faults faults) {
        if (port.isString()) {
            String name = port.stringValue();
            nameFaults(name).forEach(f -> faults.invalid(path, name, f));
        } else {
            checkNumber(port, path, faults);
        }
    }

    /** Names as IANA registers them for services. */
    public static List<String> nameFaults(String name) {
        List<String> faults = new ArrayList<>();
        if (name.length() > LONGEST_NAME) {
            faults.add("must be no more than " + LONGEST_NAME + " characters");
        }
        if (!LETTERS.matcher(name).matches()) {
            faults.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            faults.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            faults.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            faults.add("must not begin or end with a hyphen");
        }
        return faults;
    }
}
