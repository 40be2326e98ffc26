package io.pinisi.portal.cli;

import io.pinisi.cluster.apiserver.auditpolicy.RotatingFile;
import io.pinisi.cluster.app.IngressOptions;
import io.pinisi.cluster.app.PolicyAuditOptions;
import io.pinisi.cluster.ingress.gateway.GatewayLimits;
import io.pinisi.db.audit.RetentionPolicy;
import io.pinisi.federation.login.PluginRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says.
 *
 * @param home data folder ({@code PINISI_HOME}, default {@code .pinisi})
 * @param portalPort the portal's port ({@code PINISI_PORT}, default 8080)
 * @param hub where the hub's API is ({@code PINISI_HUB_PORT}, default 6443; {@code
 *     PINISI_HUB_BIND}, {@code PINISI_HUB_URL}); members take the ports after it
 * @param members the clusters in this process
 * @param memberAddresses {@code host:port} pairs on this machine that a kubeconfig may name besides
 *     those of {@code members} ({@code PINISI_MEMBER_ADDRESSES}, parted by commas)
 * @param plugins credential plugins that a kubeconfig may name ({@code PINISI_CREDENTIAL_PLUGINS},
 *     absolute paths parted by commas), and the variables it may set for them ({@code
 *     PINISI_CREDENTIAL_PLUGIN_ENV}, names parted by commas)
 * @param runtime {@code auto}, {@code containerd} or {@code simulated} ({@code PINISI_RUNTIME})
 * @param keycloakPort the port of a Keycloak started beside ({@code PINISI_KEYCLOAK_PORT}, default
 *     8180), with the next for its management
 * @param ingressBind where members serve their ingresses ({@code PINISI_INGRESS_ADDRESS}, default
 *     127.0.0.1)
 * @param ingressPort the first member's port for HTTP, the next for TLS, and so on member by member
 *     ({@code PINISI_INGRESS_PORT}); 0, the default, for nowhere
 * @param gateway the hub's, for ingresses over many clusters
 * @param auditRetention how long the hub keeps audit records ({@code PINISI_AUDIT_RETENTION}, an
 *     ISO 8601 duration, default a year)
 * @param auditPolicy the hub's log in the original's form ({@code PINISI_AUDIT_POLICY_FILE} and
 *     {@code PINISI_AUDIT_LOG_…}), or null
 */
record Settings(
        Path home,
        String bind,
        int portalPort,
        ApiAddress hub,
        List<String> members,
        Set<String> memberAddresses,
        PluginRules plugins,
        String runtime,
        int keycloakPort,
        String ingressBind,
        int ingressPort,
        HubGateway gateway,
        RetentionPolicy auditRetention,
        @Nullable PolicyAuditOptions auditPolicy) {
    private static final List<String> MEMBERS = List.of("bali", "flores");
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s/,]+:[0-9]{1,5}");
    static final int NODES_PER_MEMBER = 2;
    private static final int LARGEST_PORT = 65_535;

    static Settings of(Map<String, String> environment) {
        Path home =
                Path.of(environment.getOrDefault("PINISI_HOME", ".pinisi"))
                        .toAbsolutePath()
                        .normalize();
        return new Settings(
                home,
                "127.0.0.1",
                port(environment, "PINISI_PORT", 8080),
                ApiAddress.of(environment, port(environment, "PINISI_HUB_PORT", 6443)),
                MEMBERS,
                memberAddresses(environment),
                plugins(environment),
                runtime(environment),
                port(environment, "PINISI_KEYCLOAK_PORT", 8180),
                environment.getOrDefault("PINISI_INGRESS_ADDRESS", "127.0.0.1"),
                port(environment, "PINISI_INGRESS_PORT", 0),
                HubGateway.of(environment, port(environment, "PINISI_GATEWAY_PORT", 0)),
                retention(environment),
                auditPolicy(environment, home));
    }

    /** A hub without clusters of its own. */
    Settings alone() {
        return new Settings(
                home,
                bind,
                portalPort,
                hub,
                List.of(),
                memberAddresses,
                plugins,
                runtime,
                keycloakPort,
                ingressBind,
                ingressPort,
                gateway,
                auditRetention,
                auditPolicy);
    }

    private static Set<String> memberAddresses(Map<String, String> environment) {
        Set<String> addresses = list(environment, "PINISI_MEMBER_ADDRESSES");
        for (String address : addresses) {
            if (!HOST_AND_PORT.matcher(address).matches()) {
                throw new Failure(
                        "PINISI_MEMBER_ADDRESSES must be like 127.0.0.1:7443,[::1]:7443, not "
                                + address);
            }
        }
        return addresses;
    }

    static PluginRules plugins(Map<String, String> environment) {
        Map<String, Path> programs = new TreeMap<>();
        for (String each : list(environment, "PINISI_CREDENTIAL_PLUGINS")) {
            Path program = Path.of(each);
            Path name = program.getFileName();
            if (name == null || !program.isAbsolute() || !Files.isExecutable(program)) {
                throw new Failure(
                        "PINISI_CREDENTIAL_PLUGINS must be absolute paths of programs that can be"
                                + " run, not "
                                + each);
            }
            programs.put(name.toString(), program);
        }
        return new PluginRules(programs, list(environment, "PINISI_CREDENTIAL_PLUGIN_ENV"));
    }

    private static Set<String> list(Map<String, String> environment, String name) {
        return Arrays.stream(environment.getOrDefault(name, "").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable PolicyAuditOptions auditPolicy(
            Map<String, String> environment, Path home) {
        String policy = environment.getOrDefault("PINISI_AUDIT_POLICY_FILE", "");
        if (policy.isEmpty()) {
            return null;
        }
        String log = environment.getOrDefault("PINISI_AUDIT_LOG_PATH", "");
        try {
            return PolicyAuditOptions.read(
                    Path.of(policy),
                    log.isEmpty() ? home.resolve("audit").resolve("policy.log") : Path.of(log),
                    RotatingFile.Limits.of(
                            number(environment, "PINISI_AUDIT_LOG_MAXSIZE"),
                            number(environment, "PINISI_AUDIT_LOG_MAXBACKUP"),
                            number(environment, "PINISI_AUDIT_LOG_MAXAGE")));
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure("PINISI_AUDIT_POLICY_FILE: " + e.getMessage(), e);
        }
    }

    private static int number(Map<String, String> environment, String name) {
        String text = environment.getOrDefault(name, "0");
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Failure(name + " is no number: " + text, e);
        }
        throw new Failure(name + " is below zero: " + text);
    }

    /** The port of a member's API. */
    int memberPort(int index) {
        return hub.port() + 1 + index;
    }

    /**
     * @throws Failure a port of the member's ingresses is taken
     */
    void requireFreeIngress(int index, String member) {
        if (ingressPort != 0) {
            int port = ingressPort + 2 * index;
            String use = "ingresses of " + member;
            Ports.requireFree(ingressBind, port, "PINISI_INGRESS_PORT", use);
            Ports.requireFree(ingressBind, port + 1, "PINISI_INGRESS_PORT", use);
        }
    }

    /** Where a member serves its ingresses, or null. */
    @Nullable IngressOptions ingress(int index) {
        return ingressPort == 0
                ? null
                : new IngressOptions(
                        ingressBind,
                        ingressPort + 2 * index,
                        ingressPort + 2 * index + 1,
                        GatewayLimits.STANDARD);
    }

    private static int port(Map<String, String> environment, String name, int fallback) {
        String text = environment.getOrDefault(name, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= LARGEST_PORT - 2 * MEMBERS.size()) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new Failure(name + " is no number: " + text, e);
        }
        throw new Failure(name + " is no port: " + text);
    }

    private static RetentionPolicy retention(Map<String, String> environment) {
        String text = environment.getOrDefault("PINISI_AUDIT_RETENTION", "");
        try {
            return text.isEmpty()
                    ? RetentionPolicy.STANDARD
                    : RetentionPolicy.STANDARD.withRetention(Duration.parse(text));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new Failure(
                    "PINISI_AUDIT_RETENTION must be a duration like P365D, not " + text, e);
        }
    }

    private static String runtime(Map<String, String> environment) {
        String text = environment.getOrDefault("PINISI_RUNTIME", "auto");
        if (List.of("auto", "containerd", "simulated").contains(text)) {
            return text;
        }
        throw new Failure("PINISI_RUNTIME must be auto, containerd or simulated, not " + text);
    }
}
