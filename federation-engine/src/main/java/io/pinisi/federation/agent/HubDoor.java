package io.pinisi.federation.agent;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.federation.reverse.AgentPaths;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Dials the hub and makes of an HTTP connection one that only carries bytes. */
final class HubDoor {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int HTTPS = 443;
    private static final int HEAD_MAX = 32 << 10;
    private static final int BODY_MAX = 64 << 10;

    private HubDoor() {}

    /**
     * @throws ApiException what the hub says where it does not let us in
     */
    static SSLSocket enter(URI hub, String cluster, Credential credential) throws IOException {
        SSLSocket socket = secured(hub, credential);
        try {
            String head =
                    "GET "
                            + AgentPaths.connection(cluster)
                            + " HTTP/1.1\r\nHost: "
                            + hub.getAuthority()
                            + "\r\nUser-Agent: pinisi-agent\r\nConnection: Upgrade\r\nUpgrade: "
                            + AgentPaths.PROTOCOL
                            + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String answer = head(socket.getInputStream());
            int status = status(answer);
            if (status != 101) {
                throw refusal(status, answer, socket.getInputStream());
            }
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static SSLSocket secured(URI hub, Credential credential) throws IOException {
        int port = hub.getPort() < 0 ? HTTPS : hub.getPort();
        String host = hub.getHost();
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.connect(new InetSocketAddress(host, port), (int) CONNECT_LIMIT.toMillis());
            SSLSocket socket =
                    (SSLSocket)
                            credential
                                    .tls()
                                    .getSocketFactory()
                                    .createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) CONNECT_LIMIT.toMillis());
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Byte by byte, for what follows the head belongs to the streams. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 2) {
            int b = in.read();
            if (b < 0 || head.size() > HEAD_MAX) {
                throw new EOFException("the hub does not answer in HTTP");
            }
            head.write(b);
            if (b == '\n') {
                ending++;
            } else if (b != '\r') {
                ending = 0;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int status(String head) throws IOException {
        String[] parts = head.split(" ", 3);
        try {
            return Integer.parseInt(parts.length > 1 ? parts[1] : "");
        } catch (NumberFormatException e) {
            throw new IOException("the hub does not answer in HTTP", e);
        }
    }

    private static ApiException refusal(int status, String head, InputStream in)
            throws IOException {
        int length = BODY_MAX;
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        String text = "HTTP " + status;
        try {
            byte[] body = in.readNBytes(Math.min(length, BODY_MAX));
            text = Objects.requireNonNullElse(Json.text(Json.parse(body), "message"), text);
        } catch (ApiException e) {
            // no Status: the code must do
        }
        return new ApiException(reason(status), text);
    }

    private static Reason reason(int status) {
        for (Reason reason : Reason.values()) {
            if (reason.code() == status) {
                return reason;
            }
        }
        return Reason.UNKNOWN;
    }
}
