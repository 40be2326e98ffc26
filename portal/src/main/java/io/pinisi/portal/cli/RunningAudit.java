package io.pinisi.portal.cli;

import io.pinisi.cluster.apiserver.AuditDocument;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.RecordLine;
import io.pinisi.federation.membership.Kubeconfig;
import io.pinisi.federation.membership.KubeconfigReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The audit log of a hub that runs, asked of its API with the right of the kubeconfig's person. The
 * hub only hands the lines out; what they are worth is found out here.
 */
final class RunningAudit implements AuditTrail, AutoCloseable {
    private static final int OK = 200;

    private final HttpTransport transport;

    private RunningAudit(HttpTransport transport) {
        this.transport = transport;
    }

    /**
     * @throws Failure the kubeconfig is missing or no use
     */
    static RunningAudit of(Path kubeconfig) {
        try {
            Kubeconfig access = KubeconfigReader.read(Files.readString(kubeconfig));
            Credential credential =
                    new Credential(
                            Pem.certificates(Objects.requireNonNull(access.clientCertificate()))
                                    .getFirst(),
                            Pem.privateKey(Objects.requireNonNull(access.clientKey())),
                            Pem.certificates(Objects.requireNonNull(access.certificateAuthority()))
                                    .getFirst());
            return new RunningAudit(
                    new HttpTransport(access.server().toString(), credential, "pinisi-audit"));
        } catch (IOException | GeneralSecurityException | NullPointerException | ApiException e) {
            throw new Failure("no way to ask the hub with " + kubeconfig + ": " + e, e);
        }
    }

    @Override
    public List<AuditRecord> after(long sequence) {
        return lines(AuditDocument.RECORDS, sequence).stream().map(RecordLine::parse).toList();
    }

    @Override
    public List<Checkpoint> checkpointsAfter(long number) {
        return lines(AuditDocument.CHECKPOINTS, number).stream().map(Checkpoint::parse).toList();
    }

    private List<String> lines(String path, long after) {
        Transport.Request request =
                new Transport.Request("GET", path + "?after=" + after, Map.of(), new byte[0]);
        try (Transport.Response response = transport.send(request)) {
            if (!(response.body() instanceof Transport.Body.Whole whole)) {
                throw new Failure("the hub answered with a stream");
            }
            String text = new String(whole.bytes(), StandardCharsets.UTF_8);
            if (response.status() != OK) {
                throw new Failure("the hub answered " + response.status() + ": " + text.strip());
            }
            return text.lines().toList();
        } catch (ApiException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
