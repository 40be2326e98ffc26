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
import java.util.function.Consumer;
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
        return with(draft -> draft.serviceRange = cidr);
    }

    public RegistryOptions withExtra(List<ExtraKind> kinds) {
        return with(draft -> draft.extra = kinds);
    }

    /** Who may give rights away, who may sign, and who may do what. */
    public RegistryOptions withJudges(
            EscalationGuard guard, SignerRights rights, Function<UserInfo, Permissions> allowed) {
        return with(
                draft -> {
                    draft.escalation = guard;
                    draft.signers = rights;
                    draft.permissions = allowed;
                });
    }

    /** More rules for what is written. */
    public RegistryOptions withHouseRules(Function<ObjectLookup, AdmissionChain> rules) {
        return with(draft -> draft.houseRules = rules);
    }

    public RegistryOptions withClock(InstantSource source) {
        return with(draft -> draft.clock = source);
    }

    public RegistryOptions withIds(IdSource source) {
        return with(draft -> draft.ids = source);
    }

    CertificateRights certificateRights() {
        return new CertificateRights(signers, SigningRequest::names);
    }

    private RegistryOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new RegistryOptions(
                profile,
                draft.clock,
                draft.ids,
                keys,
                draft.serviceRange,
                nodePorts,
                eventTtl,
                limits,
                draft.extra,
                draft.escalation,
                draft.signers,
                draft.permissions,
                draft.houseRules);
    }

    /** A copy that is still open to change, since records have none. */
    private static final class Draft {
        private InstantSource clock;
        private IdSource ids;
        private String serviceRange;
        private List<ExtraKind> extra;
        private EscalationGuard escalation;
        private SignerRights signers;
        private Function<UserInfo, Permissions> permissions;
        private Function<ObjectLookup, AdmissionChain> houseRules;

        Draft(RegistryOptions from) {
            clock = from.clock;
            ids = from.ids;
            serviceRange = from.serviceRange;
            extra = from.extra;
            escalation = from.escalation;
            signers = from.signers;
            permissions = from.permissions;
            houseRules = from.houseRules;
        }
    }
}
