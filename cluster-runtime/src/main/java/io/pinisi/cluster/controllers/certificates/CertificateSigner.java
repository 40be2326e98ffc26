package io.pinisi.cluster.controllers.certificates;

import io.pinisi.cluster.pki.CertificateRequest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;

/** Signs with the cluster's key, wherever that is. */
@FunctionalInterface
public interface CertificateSigner {
    X509Certificate sign(CertificateRequest request, Set<String> usages, Duration life);
}
