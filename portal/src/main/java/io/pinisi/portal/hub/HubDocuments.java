package io.pinisi.portal.hub;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Reads what the hub serves beside its resources. */
final class HubDocuments {
    private HubDocuments() {}

    /** Parameters without a value are left out. */
    static String path(String path, Map<String, String> parameters) {
        String query =
                parameters.entrySet().stream()
                        .filter(parameter -> !parameter.getValue().isEmpty())
                        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static ObjectNode object(ApiClient hub, String path, Map<String, String> parameters) {
        return Json.parse(text(hub, path, parameters).getBytes(StandardCharsets.UTF_8));
    }

    static String text(ApiClient hub, String path, Map<String, String> parameters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            copy(hub, path, parameters, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Hands on each piece as it comes. */
    static void copy(ApiClient hub, String path, Map<String, String> parameters, OutputStream out)
            throws IOException {
        try (Transport.Response response = hub.raw("GET", path(path, parameters))) {
            switch (response.body()) {
                case Transport.Body.Whole whole -> out.write(whole.bytes());
                case Transport.Body.Frames frames -> {
                    for (byte[] next = frames.next(); next != null; next = frames.next()) {
                        out.write(next);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
