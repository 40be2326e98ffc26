package io.pinisi.portal.cli;

import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.federation.membership.Kubeconfig;
import io.pinisi.federation.membership.KubeconfigReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The API of a hub that runs, with the right of the person that a kubeconfig names. */
final class RunningHub implements AutoCloseable {
    private static final int OK = 200;

    private final HttpTransport transport;

    private RunningHub(HttpTransport transport) {
        this.transport = transport;
    }

    /**
     * @throws Failure the kubeconfig is missing or no use
     */
    static RunningHub of(Path kubeconfig, String userAgent) {
        try {
            Kubeconfig access = KubeconfigReader.read(Files.readString(kubeconfig));
            Credential credential =
                    new Credential(
                            Pem.certificates(Objects.requireNonNull(access.clientCertificate()))
                                    .getFirst(),
                            Pem.privateKey(Objects.requireNonNull(access.clientKey())),
                            Pem.certificates(Objects.requireNonNull(access.certificateAuthority()))
                                    .getFirst());
            return new RunningHub(
                    new HttpTransport(access.server().toString(), credential, userAgent));
        } catch (IOException | GeneralSecurityException | NullPointerException | ApiException e) {
            throw new Failure("no way to ask the hub with " + kubeconfig + ": " + e, e);
        }
    }

    /**
     * What the hub serves beside its resources.
     *
     * @param parameters those without a value are left out
     * @throws Failure the hub is not reached, or refuses
     */
    String text(String path, Map<String, String> parameters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            copy(path, parameters, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /**
     * The same, piece by piece as it comes.
     *
     * @throws Failure the hub is not reached, or refuses
     */
    void copy(String path, Map<String, String> parameters, OutputStream out) throws IOException {
        String query =
                parameters.entrySet().stream()
                        .filter(parameter -> !parameter.getValue().isEmpty())
                        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&"));
        Transport.Request request =
                new Transport.Request(
                        "GET", query.isEmpty() ? path : path + "?" + query, Map.of(), new byte[0]);
        try (Transport.Response response = transport.send(request)) {
            if (response.status() != OK) {
                ByteArrayOutputStream why = new ByteArrayOutputStream();
                copy(response.body(), why);
                throw new Failure(
                        "the hub answered "
                                + response.status()
                                + ": "
                                + why.toString(StandardCharsets.UTF_8).strip());
            }
            copy(response.body(), out);
        } catch (ApiException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static void copy(Transport.Body body, OutputStream out)
            throws IOException, InterruptedException {
        switch (body) {
            case Transport.Body.Whole whole -> out.write(whole.bytes());
            case Transport.Body.Frames frames -> {
                for (byte[] next = frames.next(); next != null; next = frames.next()) {
                    out.write(next);
                }
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        transport.close();
    }
}
