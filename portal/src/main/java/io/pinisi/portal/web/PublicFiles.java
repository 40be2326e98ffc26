package io.pinisi.portal.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Our own style sheets, scripts and pictures, with validators so that browsers keep them. */
final class PublicFiles extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String ROOT = "META-INF/resources";
    private static final Map<String, String> TYPES =
            Map.of(
                    "css", "text/css;charset=utf-8",
                    "js", "text/javascript;charset=utf-8",
                    "svg", "image/svg+xml",
                    "woff2", "font/woff2");

    private final transient Map<String, File> files = new ConcurrentHashMap<>();

    private record File(byte[] content, String tag) {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String path = path(request);
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        File file = type == null || path.contains("..") ? null : file(path);
        if (file == null || type == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("ETag", file.tag());
        response.setHeader("Cache-Control", "no-cache");
        if (file.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(type);
        response.setContentLength(file.content().length);
        response.getOutputStream().write(file.content());
    }

    private static String path(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/favicon.ico") ? "/assets/mark.svg" : path;
    }

    private @Nullable File file(String path) throws IOException {
        File known = files.get(path);
        if (known != null) {
            return known;
        }
        URL url = PublicFiles.class.getClassLoader().getResource(ROOT + path);
        if (url == null || path.endsWith("/")) {
            return null;
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            byte[] content = in.readAllBytes();
            File file = new File(content, tag(content));
            files.put(path, file);
            return file;
        }
    }

    private static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
