package io.pinisi.cluster.image;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The reading half of the OCI distribution protocol. */
final class RegistryHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryHandler.class);
    private static final int REQUESTS_MAX = 64;
    private static final Pattern PATH = Pattern.compile("/v2/(.+)/(manifests|blobs)/([^/]+)");
    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";

    private final ImageCatalog catalog;
    private final Semaphore places = new Semaphore(REQUESTS_MAX);

    RegistryHandler(ImageCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        places.acquireUninterruptibly();
        try (exchange) {
            exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
            route(exchange);
        } catch (RuntimeException e) {
            LOG.warn("{} failed", exchange.getRequestURI(), e);
        } finally {
            places.release();
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            fail(exchange, 405, "UNSUPPORTED", "this registry is read-only");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/v2/") || path.equals("/v2")) {
            send(exchange, new Blob.InMemory(Json.bytes(Json.object())), JSON);
            return;
        }
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            fail(exchange, 404, "NAME_UNKNOWN", "no such page");
        } else if (matcher.group(2).equals("manifests")) {
            manifest(exchange, matcher.group(1), matcher.group(3));
        } else {
            blob(exchange, matcher.group(3));
        }
    }

    private void manifest(HttpExchange exchange, String repository, String reference)
            throws IOException {
        ImageName name = ImageName.of(namespace(exchange), repository, reference);
        Optional<String> digest = catalog.manifest(name);
        Optional<Blob> found = digest.flatMap(catalog::blob);
        if (found.isEmpty() || found.get().size() > Archive.JSON_BYTES_MAX) {
            fail(exchange, 404, "MANIFEST_UNKNOWN", "no archive holds " + name);
            return;
        }
        byte[] manifest = found.get().read(Archive.JSON_BYTES_MAX);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest.orElseThrow());
        send(exchange, new Blob.InMemory(manifest), MediaTypes.of(manifest));
    }

    private void blob(HttpExchange exchange, String digest) throws IOException {
        Optional<Blob> found = catalog.blob(digest);
        if (found.isEmpty()) {
            fail(exchange, 404, "BLOB_UNKNOWN", "no archive holds " + digest);
            return;
        }
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        send(exchange, found.get(), BYTES);
    }

    /** The host that is mirrored, as containerd says it. */
    private static String namespace(HttpExchange exchange) {
        @Nullable String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            for (String parameter : query.split("&")) {
                if (parameter.startsWith("ns=")) {
                    return URLDecoder.decode(parameter.substring(3), StandardCharsets.UTF_8);
                }
            }
        }
        return "";
    }

    private static void send(HttpExchange exchange, Blob blob, String type) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        String asked = exchange.getRequestHeaders().getFirst("Range");
        switch (ByteRange.of(asked, blob.size())) {
            case ByteRange.Whole() -> send(exchange, 200, blob, 0, blob.size());
            case ByteRange.Part(long first, long last) -> {
                headers.set("Content-Range", "bytes " + first + "-" + last + "/" + blob.size());
                send(exchange, 206, blob, first, last - first + 1);
            }
            case ByteRange.Unsatisfiable() -> {
                headers.set("Content-Range", "bytes */" + blob.size());
                fail(exchange, 416, "SIZE_INVALID", "the range is outside the blob");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, Blob blob, long offset, long length)
            throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        try (OutputStream out = exchange.getResponseBody()) {
            blob.copy(offset, length, out);
        }
    }

    private static void fail(HttpExchange exchange, int status, String code, String message)
            throws IOException {
        ObjectNode body = Json.object();
        ObjectNode error = body.putArray("errors").addObject();
        error.put("code", code);
        error.put("message", message);
        Blob answer = new Blob.InMemory(Json.bytes(body));
        exchange.getResponseHeaders().set("Content-Type", JSON);
        send(exchange, status, answer, 0, answer.size());
    }
}
