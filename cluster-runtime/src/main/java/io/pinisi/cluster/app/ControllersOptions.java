package io.pinisi.cluster.app;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controllers.certificates.CertificateSigner;
import io.pinisi.cluster.controllers.storage.NodeFolders;
import io.pinisi.cluster.registry.Profile;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the controllers of one control plane are started with.
 *
 * @param clients a client for each of the identities they act as
 * @param certificate the CA certificate of the API server as PEM
 * @param folders where nodes keep volumes that outlive pods; without them nobody makes volumes here
 * @param signer signs approved requests for certificates; without one nothing is signed here
 */
public record ControllersOptions(
        Function<UserInfo, ApiClient> clients,
        String certificate,
        Profile profile,
        InstantSource clock,
        Optional<NodeFolders> folders,
        Optional<CertificateSigner> signer) {

    public static ControllersOptions of(
            Function<UserInfo, ApiClient> clients, String certificate, Profile profile) {
        return new ControllersOptions(
                clients,
                certificate,
                profile,
                InstantSource.system(),
                Optional.empty(),
                Optional.empty());
    }

    public ControllersOptions signedBy(CertificateSigner authority) {
        return new ControllersOptions(
                clients, certificate, profile, clock, folders, Optional.of(authority));
    }

    public ControllersOptions withVolumesIn(NodeFolders volumes) {
        return new ControllersOptions(
                clients, certificate, profile, clock, Optional.of(volumes), signer);
    }
}
