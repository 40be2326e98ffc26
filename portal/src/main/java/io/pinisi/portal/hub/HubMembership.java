package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.membership.Unjoin;
import io.pinisi.portal.membership.JoinRequest;
import io.pinisi.portal.membership.Joined;
import io.pinisi.portal.membership.Leftovers;
import io.pinisi.portal.membership.MembershipService;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Joins and unjoins through the engine, as the person. */
final class HubMembership implements MembershipService {
    private final People people;
    private final Members members;

    HubMembership(People people, Members members) {
        this.people = people;
        this.members = members;
    }

    @Override
    public Joined join(Identity who, JoinRequest request) {
        Members.Join join =
                new Members.Join(
                        request.name(),
                        request.kubeconfig(),
                        Map.of(),
                        request.provider(),
                        request.region(),
                        List.of());
        try {
            members.join(people.hub(who), join);
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
