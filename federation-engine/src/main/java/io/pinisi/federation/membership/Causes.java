package io.pinisi.federation.membership;

/** Puts a failed connection into words that help, whatever it is wrapped in. */
final class Causes {
    private Causes() {}

    static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return switch (cause) {
            case java.nio.channels.ClosedChannelException refused -> "connection refused";
            case java.nio.channels.UnresolvedAddressException unknown ->
                    "the host name does not resolve";
            case java.security.cert.CertPathBuilderException untrusted ->
                    "its certificate is not signed by the certificate authority given";
            default ->
                    message == null || message.isEmpty()
                            ? cause.getClass().getSimpleName()
                            : message;
        };
    }
}
