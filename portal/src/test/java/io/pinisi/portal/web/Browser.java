package io.pinisi.portal.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks to the portal as a browser does, with exactly the cookies that a test gives it. */
final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    Browser(int port) {
        this.port = port;
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String location() {
            return header("Location").replaceFirst("^http://127.0.0.1:\\d+", "");
        }

        String setCookie(String name) {
            List<String> all = response.headers().allValues("Set-Cookie");
            return all.stream()
                    .filter(one -> one.startsWith(name + "="))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + all));
        }

        /** As a browser sends it back. */
        String cookie(String name) {
            return setCookie(name).split(";", 2)[0];
        }
    }

    Answer signIn(String name, String password, String to)
            throws IOException, InterruptedException {
        return signIn(name, password, to, "");
    }

    Answer signIn(String name, String password, String to, String cookies)
            throws IOException, InterruptedException {
        Answer form = get("/sign-in", "");
        Matcher token = TOKEN.matcher(form.body());
        if (!token.find()) {
            throw new AssertionError("no token in " + form.body());
        }
        String body =
                "name="
                        + encode(name)
                        + "&password="
                        + encode(password)
                        + "&to="
                        + encode(to)
                        + "&token="
                        + token.group(1);
        String own = form.cookie("pinisi-form");
        return post("/sign-in", body, cookies.isEmpty() ? own : own + "; " + cookies);
    }

    Answer get(String path, String cookies) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).header("Accept", "text/html"), cookies);
    }

    Answer post(String path, String body, String cookies) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", "http://127.0.0.1:" + port)
                        .POST(BodyPublishers.ofString(body)),
                cookies);
    }

    int postFrom(String origin, String path, String cookies)
            throws IOException, InterruptedException {
        return send(
                        HttpRequest.newBuilder(uri(path))
                                .header("Origin", origin)
                                .POST(BodyPublishers.noBody()),
                        cookies)
                .status();
    }

    /** The status that a WebSocket handshake is answered with. */
    int upgrade(String path, String origin, String cookies) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String request =
                    String.join(
                            "\r\n",
                            "GET " + path + " HTTP/1.1",
                            "Host: 127.0.0.1:" + port,
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "Origin: " + origin,
                            cookies.isEmpty() ? "X-Nothing: here" : "Cookie: " + cookies,
                            "",
                            "");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            return Integer.parseInt(String.valueOf(reader.readLine()).split(" ")[1]);
        }
    }

    private Answer send(HttpRequest.Builder request, String cookies)
            throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        return new Answer(http.send(request.build(), BodyHandlers.ofString()));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
