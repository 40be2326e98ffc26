package io.pinisi.cluster.authn.oidc;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Yaml;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document {@code AuthenticationConfiguration} of {@code apiserver.config.k8s.io}. */
public record AuthenticationConfiguration(List<TrustedIssuer> issuers) {
    private static final String GROUP = "apiserver.config.k8s.io/";
    private static final Set<String> VERSIONS = Set.of("v1alpha1", "v1beta1", "v1");
    private static final String KIND = "AuthenticationConfiguration";
    private static final int MOST_ISSUERS = 64;

    public AuthenticationConfiguration {
        issuers = List.copyOf(issuers);
    }

    /**
     * @throws ConfigurationException naming the field that is wrong
     */
    public static AuthenticationConfiguration read(String yaml) {
        try {
            List<ObjectNode> documents = Yaml.parse(yaml);
            if (documents.size() != 1) {
                throw new ConfigurationException("one document is expected");
            }
            return of(documents.getFirst());
        } catch (ApiException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private static AuthenticationConfiguration of(JsonNode document) {
        Field root = new Field("", document);
        root.only("apiVersion", "kind", "jwt");
        String version = root.text("apiVersion");
        if (!version.startsWith(GROUP) || !VERSIONS.contains(version.substring(GROUP.length()))) {
            throw root.at("apiVersion").invalid(version, "expected " + GROUP + "v1beta1");
        }
        if (!root.text("kind").equals(KIND)) {
            throw root.at("kind").invalid(root.text("kind"), "expected " + KIND);
        }
        List<Field> entries = root.list("jwt");
        if (entries.size() > MOST_ISSUERS) {
            throw root.at("jwt").wrong("Too many: must have at most " + MOST_ISSUERS + " items");
        }
        List<TrustedIssuer> issuers = entries.stream().map(IssuerReader::read).toList();
        requireDistinct(entries, issuers);
        return new AuthenticationConfiguration(issuers);
    }

    private static void requireDistinct(List<Field> entries, List<TrustedIssuer> issuers) {
        Set<String> urls = new HashSet<>();
        Set<String> discoveries = new HashSet<>();
        for (int i = 0; i < issuers.size(); i++) {
            TrustedIssuer issuer = issuers.get(i);
            Field where = entries.get(i).at("issuer");
            if (!urls.add(issuer.url())) {
                throw where.at("url").wrong("Duplicate value: \"" + issuer.url() + "\"");
            }
            if (!discoveries.add(issuer.discovery().toString())) {
                throw where.at("discoveryURL")
                        .wrong("Duplicate value: \"" + issuer.discovery() + "\"");
            }
        }
    }

    /** A place in the document, so that a mistake can be named by its path. */
    record Field(String path, JsonNode node) {
        Field at(String name) {
            return new Field(path.isEmpty() ? name : path + "." + name, node.path(name));
        }

        boolean isAbsent() {
            return node.isMissingNode() || node.isNull();
        }

        String text(String name) {
            JsonNode value = node.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return "";
            }
            if (!value.isString()) {
                throw at(name).wrong("Invalid value: must be a string");
            }
            return value.stringValue();
        }

        List<Field> list(String name) {
            JsonNode value = node.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return List.of();
            }
            if (!value.isArray()) {
                throw at(name).wrong("Invalid value: must be a list");
            }
            int[] index = {0};
            String list = at(name).path();
            return StreamSupport.stream(value.spliterator(), false)
                    .map(item -> new Field(list + "[" + index[0]++ + "]", item))
                    .toList();
        }

        /** A misspelt field must not silently loosen what it was meant to tighten. */
        void only(String... known) {
            if (!node.isObject()) {
                throw wrong("Invalid value: must be an object");
            }
            Set<String> allowed = Set.of(known);
            node.propertyNames().stream()
                    .filter(name -> !allowed.contains(name))
                    .findFirst()
                    .ifPresent(
                            name -> {
                                throw at(name).wrong("unknown field");
                            });
        }

        ConfigurationException required(String why) {
            return wrong("Required value: " + why);
        }

        ConfigurationException invalid(String value, String why) {
            return wrong("Invalid value: \"" + value + "\": " + why);
        }

        ConfigurationException wrong(String what) {
            return new ConfigurationException(path + ": " + what);
        }
    }
}
