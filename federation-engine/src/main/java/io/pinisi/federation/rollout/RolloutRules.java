package io.pinisi.federation.rollout;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.InstantSource;
import java.util.List;

/** The hub's rules about rollouts: whose change goes where, and who may say so. */
public final class RolloutRules implements HouseRules {
    private final InstantSource clock;

    public RolloutRules(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public AdmissionChain admission(ObjectLookup objects, Authorizer roles) {
        StoredStrategies strategies = new StoredStrategies(objects);
        GateApprovals gates = new GateApprovals(strategies, clock);
        return new AdmissionChain(
                List.of(new ChangeStamps(objects, strategies), gates), List.of(gates));
    }
}
