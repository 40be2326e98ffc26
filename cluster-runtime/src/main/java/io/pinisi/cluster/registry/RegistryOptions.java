package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.admission.CertificateRights;
import io.pinisi.cluster.admission.CertificateRights.SignerRights;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.expression.Permissions;
import io.pinisi.cluster.registry.certificates.SigningRequest;
import io.pinisi.cluster.storage.KeyRing;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.cluster.storage.StorageLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * How to open a registry.
 *
 * @param ids makes uids
 * @param keys seal secrets on disk
 * @param serviceRange addresses for services, as CIDR; used by clusters, not by the hub
 * @param nodePorts ports for services of type NodePort, inclusive
 * @param eventTtl how long events are kept
 * @param extra kinds of our own beside the built-in ones
 * @param escalation judges writes of roles and bindings
 * @param signers who may approve and sign for which signer of certificates
 * @param permissions what a user may do, for rules that ask
 * @param houseRules mutating and validating rules that come first and last
 */
public record RegistryOptions(
        Profile profile,
        InstantSource clock,
        IdSource ids,
        KeyRing keys,
        String serviceRange,
        PortRange nodePorts,
        Duration eventTtl,
        StorageLimits limits,
        List<ExtraKind> extra,
        EscalationGuard escalation,
        SignerRights signers,
        Function<UserInfo, Permissions> permissions,
        Function<ObjectLookup, AdmissionChain> houseRules) {
    public RegistryOptions {
        extra = List.copyOf(extra);
    }

    /** Inclusive on both ends. */
    public record PortRange(int first, int last) {
        public static final PortRange KUBERNETES = new PortRange(30000, 32767);

        public PortRange {
            if (first < 1 || last < first || last > 65535) {
                throw new IllegalArgumentException("no port range: " + first + "-" + last);
            }
        }
    }

    /** What a control plane has unless someone says otherwise. */
    public static RegistryOptions of(Profile profile, KeyRing keys) {
        return new RegistryOptions(
                profile,
                InstantSource.system(),
                IdSource.random(),
                keys,
                "10.96.0.0/16",
                PortRange.KUBERNETES,
                Duration.ofHours(1),
                StorageLimits.DEFAULT,
                List.of(),
                EscalationGuard.NONE,
                (_, _, _) -> true,
                _ -> Permissions.NONE,
                objects -> new AdmissionChain(List.of(), List.of()));
    }

    public RegistryOptions withServiceRange(String cidr) {
        return new RegistryOptions(
                profile,
                clock,
                ids,
                keys,
                cidr,
                nodePorts,
                eventTtl,
                limits,
                extra,
                escalation,
                signers,
                permissions,
                houseRules);
    }

    public RegistryOptions withExtra(List<ExtraKind> kinds) {
        return new RegistryOptions(
                profile,
                clock,
                ids,
                keys,
                serviceRange,
                nodePorts,
                eventTtl,
                limits,
                kinds,
                escalation,
                signers,
                permissions,
                houseRules);
    }

    /** Who may give rights away, who may sign, and who may do what. */
    public RegistryOptions withJudges(
            EscalationGuard guard, SignerRights rights, Function<UserInfo, Permissions> allowed) {
        return new RegistryOptions(
                profile,
                clock,
                ids,
                keys,
                serviceRange,
                nodePorts,
                eventTtl,
                limits,
                extra,
                guard,
                rights,
                allowed,
                houseRules);
    }

    /** More rules for what is written. */
    public RegistryOptions withHouseRules(Function<ObjectLookup, AdmissionChain> rules) {
        return new RegistryOptions(
                profile,
                clock,
                ids,
                keys,
                serviceRange,
                nodePorts,
                eventTtl,
                limits,
                extra,
                escalation,
                signers,
                permissions,
                rules);
    }

    public RegistryOptions withClock(InstantSource source) {
        return new RegistryOptions(
                profile,
                source,
                ids,
                keys,
                serviceRange,
                nodePorts,
                eventTtl,
                limits,
                extra,
                escalation,
                signers,
                permissions,
                houseRules);
    }

    public RegistryOptions withIds(IdSource source) {
        return new RegistryOptions(
                profile,
                clock,
                source,
                keys,
                serviceRange,
                nodePorts,
                eventTtl,
                limits,
                extra,
                escalation,
                signers,
                permissions,
                houseRules);
    }

    CertificateRights certificateRights() {
        return new CertificateRights(signers, SigningRequest::names);
    }
}
