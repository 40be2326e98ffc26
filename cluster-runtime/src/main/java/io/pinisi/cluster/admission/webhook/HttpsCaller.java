package io.pinisi.cluster.admission.webhook;

import io.pinisi.cluster.pki.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS to an address whose certificate is for a name: a service is reached by the address of one
 * of its pods, and known by its name in the cluster.
 */
public final class HttpsCaller implements WebhookCaller {
    private static final int LONGEST_ANSWER = 3 * 1024 * 1024;

    @Override
    public byte[] call(Target target, byte[] review, Duration timeout) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) uri(target).toURL().openConnection();
        try {
            connection.setSSLSocketFactory(
                    new Named(context(target).getSocketFactory(), target.name()));
            // the socket itself compares the certificate with the name that is expected
            connection.setHostnameVerifier((_, _) -> true);
            connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
            connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setDoOutput(true);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("Accept", "application/json");
            connection.setFixedLengthStreamingMode(review.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(review);
            }
            int code = connection.getResponseCode();
            if (code / 100 != 2) {
                throw new IOException("the server answered with " + code);
            }
            try (InputStream in = connection.getInputStream()) {
                return in.readNBytes(LONGEST_ANSWER);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("its authority cannot be read: " + e.getMessage(), e);
        } finally {
            connection.disconnect();
        }
    }

    private static URI uri(Target target) throws IOException {
        String host =
                target.address().contains(":") ? "[" + target.address() + "]" : target.address();
        try {
            return new URI("https://" + host + ":" + target.port() + target.path());
        } catch (URISyntaxException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static SSLContext context(Target target) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(target.authority()), null);
        return context;
    }

    private static javax.net.ssl.TrustManager @Nullable [] trust(String authority)
            throws IOException, GeneralSecurityException {
        if (authority.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        List<X509Certificate> certificates = Pem.certificates(authority);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("ca-" + i, certificates.get(i));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Makes sockets that expect the certificate of one name, whatever they connect to. */
    private static final class Named extends SSLSocketFactory {
        private final SSLSocketFactory sockets;
        private final String name;

        Named(SSLSocketFactory sockets, String name) {
            this.sockets = sockets;
            this.name = name;
        }

        private Socket expecting(Socket socket) {
            if (socket instanceof SSLSocket secured) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                if (!Character.isDigit(name.charAt(0)) && !name.contains(":")) {
                    parameters.setServerNames(List.of(new SNIHostName(name)));
                }
                secured.setSSLParameters(parameters);
            }
            return socket;
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
                throws IOException {
            return expecting(sockets.createSocket(socket, name, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return createSocket(new Socket(host, port), name, port, true);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort)
                throws IOException {
            return createSocket(new Socket(host, port, local, localPort), name, port, true);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket(new Socket(host, port), name, port, true);
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
                throws IOException {
            return createSocket(new Socket(address, port, local, localPort), name, port, true);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }
    }
}
