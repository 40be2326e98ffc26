package io.pinisi.cluster.app;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controllers.certificates.CertificateSigner;
import io.pinisi.cluster.registry.Profile;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the controllers of one control plane are started with.
 *
 * @param clients a client for each of the identities they act as
 * @param certificate the CA certificate of the API server as PEM
 * @param signer signs approved requests for certificates; without one nothing is signed here
 */
public record ControllersOptions(
        Function<UserInfo, ApiClient> clients,
        String certificate,
        Profile profile,
        InstantSource clock,
        Optional<CertificateSigner> signer) {

    public static ControllersOptions of(
            Function<UserInfo, ApiClient> clients, String certificate, Profile profile) {
        return new ControllersOptions(
                clients, certificate, profile, InstantSource.system(), Optional.empty());
    }

    public ControllersOptions signedBy(CertificateSigner authority) {
        return new ControllersOptions(clients, certificate, profile, clock, Optional.of(authority));
    }
}
