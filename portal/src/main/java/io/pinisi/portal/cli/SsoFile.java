package io.pinisi.portal.cli;

import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Yaml;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the file that names the providers of single sign-on. */
final class SsoFile {
    private static final Set<String> PROVIDER =
            Set.of(
                    "name",
                    "title",
                    "issuer",
                    "clientId",
                    "clientSecretFile",
                    "certificateAuthorityFile",
                    "scopes",
                    "claims",
                    "prefix",
                    "operators",
                    "auditors");
    private static final Set<String> CLAIMS = Set.of("username", "fullName", "groups", "roles");

    private final Path file;
    private final Path home;

    private SsoFile(Path file, Path home) {
        this.file = file;
        this.home = home;
    }

    /**
     * @param home where relative names of further files begin
     */
    static List<ProviderSettings> read(Path file, Path home) {
        SsoFile reader = new SsoFile(file, home);
        try {
            List<ObjectNode> documents = Yaml.parse(Files.readString(file));
            JsonNode document = documents.isEmpty() ? null : documents.getFirst();
            if (document == null) {
                throw new Failure(file + " names no providers");
            }
            reader.requireKnown(document, Set.of("providers"));
            List<ProviderSettings> providers = new ArrayList<>();
            for (JsonNode provider : document.path("providers")) {
                providers.add(reader.provider(provider));
            }
            return providers;
        } catch (IOException | ApiException | IllegalArgumentException e) {
            throw new Failure("single sign-on, " + file + ": " + e.getMessage(), e);
        }
    }

    private ProviderSettings provider(JsonNode json) throws IOException {
        requireKnown(json, PROVIDER);
        JsonNode claims = json.path("claims");
        requireKnown(claims, CLAIMS);
        ProviderSettings.Claims usual = ProviderSettings.Claims.USUAL;
        String name = text(json, "name", "");
        return new ProviderSettings(
                name,
                text(json, "title", name),
                URI.create(text(json, "issuer", "")),
                text(json, "clientId", ""),
                contents(json, "clientSecretFile"),
                contents(json, "certificateAuthorityFile"),
                json.has("scopes") ? texts(json, "scopes") : List.of("profile", "email"),
                new ProviderSettings.Claims(
                        text(claims, "username", usual.username()),
                        text(claims, "fullName", usual.fullName()),
                        text(claims, "groups", usual.groups()),
                        text(claims, "roles", usual.roles())),
                text(json, "prefix", name + ":"),
                texts(json, "operators"),
                texts(json, "auditors"));
    }

    private void requireKnown(JsonNode json, Set<String> known) {
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                throw new Failure("single sign-on, " + file + ": unknown field " + name);
            }
        }
    }

    private String contents(JsonNode json, String field) throws IOException {
        String name = text(json, field, "");
        return name.isEmpty() ? "" : Files.readString(home.resolve(name)).strip();
    }

    private static String text(JsonNode json, String field, String fallback) {
        return json.path(field).asString(fallback);
    }

    private static List<String> texts(JsonNode json, String field) {
        return json.path(field).valueStream().map(JsonNode::asString).toList();
    }
}
