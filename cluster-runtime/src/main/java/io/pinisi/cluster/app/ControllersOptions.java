package io.pinisi.cluster.app;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controllers.certificates.CertificateSigner;
import io.pinisi.cluster.controllers.storage.NodeFolders;
import io.pinisi.cluster.ingress.IngressAddress;
import io.pinisi.cluster.ingress.gateway.Gateway;
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
 * @param ingress served by a gateway of ours; without one ingresses are only kept
 */
public record ControllersOptions(
        Function<UserInfo, ApiClient> clients,
        String certificate,
        Profile profile,
        InstantSource clock,
        Optional<NodeFolders> folders,
        Optional<CertificateSigner> signer,
        Optional<ServedIngress> ingress) {

    /** A gateway that is open, and what clients are told of where it is. */
    record ServedIngress(Gateway gateway, IngressAddress address) {}

    public static ControllersOptions of(
            Function<UserInfo, ApiClient> clients, String certificate, Profile profile) {
        return new ControllersOptions(
                clients,
                certificate,
                profile,
                InstantSource.system(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public ControllersOptions signedBy(CertificateSigner authority) {
        return new ControllersOptions(
                clients, certificate, profile, clock, folders, Optional.of(authority), ingress);
    }

    ControllersOptions withIngress(Gateway gateway, IngressAddress address) {
        return new ControllersOptions(
                clients,
                certificate,
                profile,
                clock,
                folders,
                signer,
                Optional.of(new ServedIngress(gateway, address)));
    }

    public ControllersOptions withVolumesIn(NodeFolders volumes) {
        return new ControllersOptions(
                clients, certificate, profile, clock, Optional.of(volumes), signer, ingress);
    }
}
