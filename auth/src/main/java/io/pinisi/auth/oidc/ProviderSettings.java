package io.pinisi.auth.oidc;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One provider of sign-ins, as configured.
 *
 * @param name in addresses and audit records
 * @param title on the sign-in page
 * @param clientSecret empty for a public client
 * @param certificateAuthority PEM; empty trusts what the machine trusts
 * @param prefix before every name and group of this provider
 * @param operators groups, without prefix, whose members run the fleet
 * @param auditors groups, without prefix, whose members read everything but secrets
 */
public record ProviderSettings(
        String name,
        String title,
        URI issuer,
        String clientId,
        String clientSecret,
        String certificateAuthority,
        List<String> scopes,
        Claims claims,
        String prefix,
        List<String> operators,
        List<String> auditors) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** Before the names of roles, which stand among the groups. */
    public static final String ROLE = "role:";

    /**
     * Which claims hold what; a dot leads into an object.
     *
     * @param roles become groups too
     */
    public record Claims(String username, String fullName, String groups, String roles) {
        public static final Claims USUAL =
                new Claims("preferred_username", "name", "groups", "realm_access.roles");
    }

    public ProviderSettings {
        if (!NAME.matcher(name).matches() || name.equals("local")) {
            throw new IllegalArgumentException(
                    "name \"" + name + "\": lower-case letters, digits and dashes, not \"local\"");
        }
        if (!"https".equals(issuer.getScheme())
                && !("http".equals(issuer.getScheme()) && LOOPBACK.contains(issuer.getHost()))) {
            throw new IllegalArgumentException(
                    "issuer " + issuer + ": https, or http on this machine only");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("clientId is missing");
        }
        if (prefix.isBlank() || prefix.startsWith("system:") || prefix.startsWith("pinisi:")) {
            throw new IllegalArgumentException(
                    "prefix \"" + prefix + "\": not empty, not system: or pinisi:");
        }
        scopes = List.copyOf(scopes);
        operators = List.copyOf(operators);
        auditors = List.copyOf(auditors);
    }

    /** The groups of operators as they stand in role bindings. */
    public List<String> operatorGroups() {
        return prefixed(operators);
    }

    /** The groups of auditors as they stand in role bindings. */
    public List<String> auditorGroups() {
        return prefixed(auditors);
    }

    private List<String> prefixed(List<String> groups) {
        return groups.stream().map(group -> prefix + group).toList();
    }

    @Override
    public String toString() {
        return "ProviderSettings[" + name + ", " + issuer + "]";
    }
}
