package io.pinisi.federation.tenancy;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.admission.podsecurity.PodSecurity;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.InstantSource;
import java.util.List;

/** The hub's rules about tenants. */
public final class TenantRules implements HouseRules {
    private final InstantSource clock;

    public TenantRules(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Authorizer authorizer(ObjectLookup objects, Authorizer roles) {
        return new TenantAuthorizer(new StoredTenants(objects), objects, roles);
    }

    @Override
    public AdmissionChain admission(ObjectLookup objects, Authorizer roles) {
        Tenants tenants = new StoredTenants(objects);
        Operators operators = new Operators(roles);
        return new AdmissionChain(
                List.of(new NamespaceMarks(tenants)),
                List.of(
                        new TenantChanges(objects, operators),
                        new PeopleBindings(tenants, operators),
                        new PolicyReach(tenants, objects),
                        new DecisionReach(tenants, objects),
                        new ImageOrigin(tenants),
                        new PodSecurity(objects),
                        new TenantQuota(tenants, objects, clock)));
    }
}
