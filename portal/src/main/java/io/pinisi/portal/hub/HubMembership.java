package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.membership.Unjoin;
import io.pinisi.portal.membership.Invited;
import io.pinisi.portal.membership.JoinRequest;
import io.pinisi.portal.membership.Joined;
import io.pinisi.portal.membership.Leftovers;
import io.pinisi.portal.membership.MembershipService;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Joins and unjoins through the engine, as the person. */
final class HubMembership implements MembershipService {
    private final People people;

    /** How long a command may lie about until somebody runs it. */
    private static final Duration INVITATION = Duration.ofHours(1);

    private final Members members;
    private final String url;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    HubMembership(People people, Members members, String url, InstantSource clock) {
        this.people = people;
        this.members = members;
        this.url = url;
        this.clock = clock;
    }

    @Override
    public Invited expect(Identity who, JoinRequest request) {
        try {
            members.expect(people.hub(who), described(request));
            return invited(who, request.name());
        } catch (ApiException e) {
            return new Invited.Refused(faults(e));
        }
    }

    @Override
    public Invited inviteAgain(Identity who, String cluster) {
        try {
            return invited(who, cluster);
        } catch (ApiException e) {
            return new Invited.Refused(faults(e));
        }
    }

    private Invited invited(Identity who, String cluster) {
        Instant expiry = clock.instant().plus(INVITATION);
        BootstrapToken token = members.invite(people.hub(who), cluster, expiry, random);
        String command =
                """
                pinisi agent --hub %s \\
                    --cluster %s \\
                    --token %s \\
                    --kubeconfig %s.kubeconfig\
                """
                        .formatted(url, cluster, token.text(), cluster);
        return new Invited.Done(cluster, command, expiry);
    }

    private static Members.Join described(JoinRequest request) {
        return new Members.Join(
                request.name(),
                request.kubeconfig(),
                Map.of(),
                request.provider(),
                request.region(),
                List.of());
    }

    @Override
    public Joined join(Identity who, JoinRequest request) {
        try {
            members.join(people.hub(who), described(request));
            return new Joined.Done(request.name());
        } catch (ApiException e) {
            return new Joined.Refused(faults(e));
        }
    }

    @Override
    public boolean mayJoin(Identity who) {
        return people.view(who).may("create", FederationKinds.CLUSTERS, "");
    }

    @Override
    public boolean mayUnjoin(Identity who, String cluster) {
        return people.view(who).may("delete", FederationKinds.CLUSTERS, cluster);
    }

    @Override
    public void unjoin(Identity who, String cluster, Leftovers leftovers) {
        members.leave(
                people.hub(who),
                cluster,
                switch (leftovers) {
                    case KEEP -> Unjoin.KEEP;
                    case REMOVE -> Unjoin.REMOVE;
                });
    }

    /** Field by field where the server names fields, else its one sentence. */
    static List<Joined.Fault> faults(ApiException e) {
        ApiException.Details details = e.details();
        if (details == null || details.causes().isEmpty()) {
            return List.of(
                    new Joined.Fault(
                            "", Objects.requireNonNullElse(e.getMessage(), e.reason().text())));
        }
        return details.causes().stream().map(HubMembership::fault).toList();
    }

    private static Joined.Fault fault(FieldError cause) {
        return new Joined.Fault(cause.field(), cause.body());
    }
}
