package io.pinisi.cluster.apiserver.discovery;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.negotiation.MediaRange;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.ResourceRegistry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code /api}, {@code /apis} and what lies under them. Documents are written once per
 * snapshot of the registry and kept with it.
 */
public final class Discovery {
    private static final String AGGREGATED = "APIGroupDiscoveryList";

    private final RenderedDocuments<Optional<Document>> documents;

    /** One rendered document. */
    private record Document(String contentType, byte[] bytes, String etag) {}

    public Discovery(Supplier<ResourceRegistry> registry) {
        this.documents = new RenderedDocuments<>(registry);
    }

    /** Empty where the path is none of discovery's, or the group or version does not exist. */
    public Optional<ApiResponse> answer(ApiRequest request) {
        String path = trimmed(request.path());
        if (!path.equals("/api") && !path.startsWith("/api/") && !isGrouped(path)) {
            return Optional.empty();
        }
        String version = path.equals("/api") || path.equals("/apis") ? aggregated(request) : "";
        RenderedDocuments.Generation<Optional<Document>> current = documents.current();
        return current.rendered()
                .computeIfAbsent(path + " " + version, _ -> render(current.groups(), path, version))
                .map(document -> response(request, document));
    }

    private static boolean isGrouped(String path) {
        return path.equals("/apis") || path.startsWith("/apis/");
    }

    private static String trimmed(String path) {
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }

    /** The version of the aggregated form that the client takes before the old one, or empty. */
    private static String aggregated(ApiRequest request) {
        for (String range : request.header("accept").split(",")) {
            MediaRange media = MediaRange.parse(range);
            if (!media.type().equals("application/json")) {
                continue;
            }
            if (media.parameter("as").isEmpty()) {
                return "";
            }
            String version = media.parameter("v");
            if (media.parameter("as").equals(AGGREGATED)
                    && media.parameter("g").equals("apidiscovery.k8s.io")
                    && (version.equals("v2") || version.equals("v2beta1"))) {
                return version;
            }
        }
        return "";
    }

    private static Optional<Document> render(ServedGroups groups, String path, String version) {
        if (!version.isEmpty()) {
            return Optional.of(
                    document(
                            "application/json;g=apidiscovery.k8s.io;v="
                                    + version
                                    + ";as="
                                    + AGGREGATED,
                            AggregatedDiscovery.list(groups, path.equals("/api"), version)));
        }
        return LegacyDiscovery.document(groups, path).map(d -> document(ApiResponse.JSON, d));
    }

    private static Document document(String contentType, ObjectNode tree) {
        byte[] bytes = Json.bytes(tree);
        return new Document(contentType, bytes, '"' + hash(bytes) + '"');
    }

    private static ApiResponse response(ApiRequest request, Document document) {
        ApiResponse response =
                request.header("if-none-match").equals(document.etag)
                        ? ApiResponse.of(304, document.contentType, new byte[0])
                        : ApiResponse.of(200, document.contentType, document.bytes);
        return response.with("ETag", document.etag)
                .with("Vary", "Accept")
                .with("Cache-Control", "public");
    }

    /** SHA-512 in capitals, as the original names versions of documents. */
    public static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(bytes);
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
