package io.pinisi.federation.agent;

import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.bootstrap.Discovery;
import io.pinisi.cluster.client.bootstrap.Enrolment;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.CredentialFile;
import io.pinisi.federation.reverse.AgentPaths;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's certificate: by token the first time, and by the one before from then on. */
final class Identity {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
    private static final String FILE = "agent.pem";
    private static final String USER_AGENT = "pinisi-agent";

    private final AgentOptions options;
    private final CredentialFile file;

    Identity(AgentOptions options) throws IOException {
        this.options = options;
        this.file = new CredentialFile(options.home(), FILE);
    }

    /**
     * A certificate that is good for a while.
     *
     * @throws ApiException where the hub gives none, or cannot be reached and there is none
     */
    Credential credential() throws IOException, InterruptedException {
        Optional<Credential> kept = file.read().filter(this::isUsable);
        if (kept.isEmpty()) {
            return save(enrol());
        }
        Instant due = Enrolment.renewal(kept.get().certificate());
        return options.clock().instant().isBefore(due) ? kept.get() : renewed(kept.get());
    }

    private boolean isUsable(Credential credential) {
        X509Certificate certificate = credential.certificate();
        String subject = certificate.getSubjectX500Principal().getName();
        return subject.contains("CN=" + AgentPaths.user(options.cluster()))
                && options.clock().instant().isBefore(certificate.getNotAfter().toInstant());
    }

    private Credential enrol() throws InterruptedException {
        BootstrapToken token =
                options.token()
                        .orElseThrow(
                                () ->
                                        new ApiException(
                                                Reason.UNAUTHORIZED,
                                                "no certificate is at hand, and no token to ask"
                                                        + " for one"));
        String hub = options.hub().toString();
        X509Certificate authority = Discovery.authority(hub, token, USER_AGENT);
        try (HttpTransport transport =
                HttpTransport.bearing(
                        token.text(), hub, Credential.tlsUnder(List.of(authority)), USER_AGENT)) {
            return obtain(new ApiClient(transport), authority);
        }
    }

    /** The one there is serves until its end, if the hub gives no other now. */
    private Credential renewed(Credential kept) throws IOException, InterruptedException {
        try (HttpTransport transport =
                new HttpTransport(options.hub().toString(), kept, USER_AGENT)) {
            return save(obtain(new ApiClient(transport), kept.authority()));
        } catch (ApiException e) {
            LOG.warn("the certificate cannot be renewed yet: {}", e.getMessage());
            return kept;
        }
    }

    private Credential obtain(ApiClient hub, X509Certificate authority)
            throws InterruptedException {
        Enrolment enrolment = new Enrolment(hub, options.patience().enrolment(), options.clock());
        Credential credential =
                enrolment.obtain(
                        new Enrolment.Wish(
                                "agent-" + options.cluster() + "-",
                                AgentPaths.SIGNER,
                                AgentPaths.user(options.cluster()),
                                List.of(AgentPaths.GROUP),
                                options.patience().certificate()),
                        authority);
        LOG.info(
                "certificate obtained cluster={} until={}",
                options.cluster(),
                credential.certificate().getNotAfter().toInstant());
        return credential;
    }

    private Credential save(Credential credential) throws IOException {
        file.write(credential);
        return credential;
    }
}
