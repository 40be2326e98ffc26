package io.pinisi.cluster.app;

import io.pinisi.cluster.apiserver.auditpolicy.AuditPolicy;
import io.pinisi.cluster.apiserver.auditpolicy.PolicyAudit;
import io.pinisi.cluster.apiserver.auditpolicy.RotatingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A log by policy, as {@code audit.k8s.io/v1} has it.
 *
 * @param file where the records go
 */
public record PolicyAuditOptions(AuditPolicy policy, Path file, RotatingFile.Limits limits) {

    /**
     * @throws IllegalArgumentException where the file holds no policy
     */
    public static PolicyAuditOptions read(Path policyFile, Path log, RotatingFile.Limits limits)
            throws IOException {
        return new PolicyAuditOptions(AuditPolicy.read(policyFile), log, limits);
    }

    RotatingFile open(InstantSource clock) {
        return new RotatingFile(file, limits, clock);
    }

    PolicyAudit filter(RotatingFile log, InstantSource clock) {
        return new PolicyAudit(policy, log::append, clock);
    }
}
