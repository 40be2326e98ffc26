package io.pinisi.cluster.controllers.certificates;

import io.pinisi.cluster.pki.CertificateRequest;
import java.util.Optional;
import java.util.Set;

/** What each signer of the cluster signs. Pure. */
final class SignerRules {
    static final String CLIENT = "kubernetes.io/kube-apiserver-client";
    static final String NODE_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
    static final String NODE_SERVING = "kubernetes.io/kubelet-serving";
    static final Set<String> SIGNERS = Set.of(CLIENT, NODE_CLIENT, NODE_SERVING);
    private static final String NODE = "system:node:";
    private static final Set<String> NODES = Set.of("system:nodes");

    private SignerRules() {}

    /** Why the signer does not sign this; empty where it does. */
    static Optional<String> objection(
            String signer, CertificateRequest request, Set<String> usages) {
        return switch (signer) {
            case CLIENT ->
                    check(
                            fits(usages, "client auth"),
                            "usages did not match "
                                    + Set.of(
                                            "client auth",
                                            "digital signature",
                                            "key encipherment"));
            case NODE_CLIENT -> node(request, usages);
            case NODE_SERVING -> serving(request, usages);
            default -> Optional.of("no signer of that name");
        };
    }

    private static Optional<String> node(CertificateRequest request, Set<String> usages) {
        Optional<String> identity = identity(request);
        if (identity.isPresent()) {
            return identity;
        }
        if (!request.names().isEmpty() || request.otherNames()) {
            return Optional.of("subject alternative names are not allowed");
        }
        return check(
                fits(usages, "client auth") && usages.contains("digital signature"),
                "usages did not match [digital signature, client auth]");
    }

    private static Optional<String> serving(CertificateRequest request, Set<String> usages) {
        Optional<String> identity = identity(request);
        if (identity.isPresent()) {
            return identity;
        }
        if (request.names().isEmpty()) {
            return Optional.of("DNS or IP subjectAltName is required");
        }
        if (request.otherNames()) {
            return Optional.of("Email and URI subjectAltNames are not allowed");
        }
        return check(
                fits(usages, "server auth") && usages.contains("digital signature"),
                "usages did not match [digital signature, server auth]");
    }

    private static Optional<String> identity(CertificateRequest request) {
        if (!Set.copyOf(request.organisations()).equals(NODES)) {
            return Optional.of("subject organization is not system:nodes");
        }
        return check(
                request.commonName().startsWith(NODE),
                "subject common name does not begin with " + NODE);
    }

    private static boolean fits(Set<String> usages, String purpose) {
        return usages.contains(purpose)
                && Set.of("digital signature", "key encipherment", purpose).containsAll(usages);
    }

    private static Optional<String> check(boolean good, String otherwise) {
        return good ? Optional.empty() : Optional.of(otherwise);
    }
}
