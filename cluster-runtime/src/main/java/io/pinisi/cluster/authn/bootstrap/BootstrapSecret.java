package io.pinisi.cluster.authn.bootstrap;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and makes the Secret behind a bootstrap token. */
public record BootstrapSecret(JsonNode object) {
    public static final String NAMESPACE = "kube-system";
    public static final String TYPE = "bootstrap.kubernetes.io/token";

    /** The group of every bearer of such a token; further ones must begin with it and a colon. */
    public static final String GROUP = "system:bootstrappers";

    private static final String NAME_PREFIX = "bootstrap-token-";
    private static final String YES = "true";
    private static final Pattern FURTHER_GROUP =
            Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");

    /** What a token is good for. */
    public enum Usage {
        /** To be let in. */
        AUTHENTICATION("usage-bootstrap-authentication"),
        /** To prove the cluster's public document. */
        SIGNING("usage-bootstrap-signing");

        private final String key;

        Usage(String key) {
            this.key = key;
        }
    }

    public static String name(String tokenId) {
        return NAME_PREFIX + tokenId;
    }

    /** A Secret for a new token, good for both usages. */
    public static ObjectNode of(
            BootstrapToken token, Instant expiry, String description, List<String> groups) {
        ObjectNode secret = Json.object().put("apiVersion", "v1").put("kind", "Secret");
        secret.putObject("metadata").put("name", name(token.id())).put("namespace", NAMESPACE);
        secret.put("type", TYPE);
        ObjectNode data = secret.putObject("stringData");
        data.put("token-id", token.id()).put("token-secret", token.secret());
        data.put("expiration", expiry.toString()).put("description", description);
        Arrays.stream(Usage.values()).forEach(usage -> data.put(usage.key, YES));
        if (!groups.isEmpty()) {
            data.put("auth-extra-groups", String.join(",", groups));
        }
        return secret;
    }

    /** Empty where the object is no such Secret, or one whose name and contents differ. */
    public Optional<BootstrapToken> token() {
        Optional<BootstrapToken> token =
                BootstrapToken.parse(text("token-id") + "." + text("token-secret"));
        return token.filter(
                found ->
                        TYPE.equals(Json.text(object, "type"))
                                && name(found.id()).equals(Metadata.of(object).name()));
    }

    public boolean is(Usage usage) {
        return text(usage.key).equals(YES);
    }

    /** Empty where it never expires; a time that nobody can read has passed. */
    public Optional<Instant> expiry() {
        String text = text("expiration");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.of(Instant.MIN);
        }
    }

    /** Whether it may be used now. */
    public boolean isValid(Instant now) {
        return !Metadata.of(object).isDeleting()
                && expiry().filter(end -> !now.isBefore(end)).isEmpty();
    }

    /**
     * The groups of its bearer; empty where one is named that a token must not give, so that the
     * whole token is worth nothing.
     */
    public Optional<List<String>> groups() {
        List<String> further =
                Stream.of(text("auth-extra-groups").split(","))
                        .filter(group -> !group.isEmpty())
                        .toList();
        boolean fit = further.stream().allMatch(g -> FURTHER_GROUP.matcher(g).matches());
        return fit
                ? Optional.of(Stream.concat(Stream.of(GROUP), further.stream().sorted()).toList())
                : Optional.empty();
    }

    private String text(String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(object.path("data").path(key).asString(""));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return "BootstrapSecret[" + Metadata.of(object).name() + "]";
    }
}
