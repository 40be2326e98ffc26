package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.node.server.NodeCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A CA, a node's certificate and clients' certificates, made by the JDK's own keytool. */
final class TestCertificates {
    private static final String PASSWORD = "password";
    private final Path store;

    TestCertificates(Path folder) throws Exception {
        this.store = folder.resolve("test.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=ca",
                "-ext",
                "bc:critical=ca:true");
        sign("node", "CN=system:node:one,O=system:nodes", "san=ip:127.0.0.1");
        sign("apiserver", "CN=kube-apiserver,O=system:masters", "eku=clientAuth");
        sign("stranger", "CN=someone,O=people", "eku=clientAuth");
    }

    private void sign(String alias, String name, String extension) throws Exception {
        Path request = store.resolveSibling(alias + ".csr");
        Path signed = store.resolveSibling(alias + ".pem");
        keytool("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", name);
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString(),
                "-ext",
                extension,
                "-rfc");
        keytool("-importcert", "-alias", alias, "-file", signed.toString(), "-noprompt");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/keytool")
                                        .toString()));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of(
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-storetype",
                        "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private KeyStore open() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    NodeCredentials node() throws Exception {
        KeyStore keys = open();
        Key key = keys.getKey("node", PASSWORD.toCharArray());
        return new NodeCredentials(
                pem("CERTIFICATE", keys.getCertificate("node").getEncoded()),
                pem("PRIVATE KEY", key.getEncoded()),
                pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
    }

    private static String pem(String title, byte[] der) {
        return "-----BEGIN "
                + title
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END "
                + title
                + "-----\n";
    }

    /** What a client shows who is {@code alias}. */
    SSLContext client(String alias) throws Exception {
        KeyStore keys = open();
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "me",
                keys.getKey(alias, PASSWORD.toCharArray()),
                new char[0],
                new Certificate[] {keys.getCertificate(alias)});
        KeyManagerFactory mine =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        mine.init(own, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(mine.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        return context;
    }
}
