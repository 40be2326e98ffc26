package io.pinisi.cluster.app;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rules that a control plane has beside those of every control plane. */
public interface HouseRules {
    HouseRules NONE = new HouseRules() {};

    /** All of these, in their order. */
    static HouseRules all(HouseRules... parts) {
        List<HouseRules> rules = List.of(parts);
        return new HouseRules() {
            @Override
            public Authorizer authorizer(ObjectLookup objects, Authorizer roles) {
                return Authorizer.chain(
                        rules.stream().map(one -> one.authorizer(objects, roles)).toList());
            }

            @Override
            public AdmissionChain admission(ObjectLookup objects, Authorizer roles) {
                List<AdmissionChain> chains =
                        rules.stream().map(one -> one.admission(objects, roles)).toList();
                return new AdmissionChain(
                        chains.stream().flatMap(one -> one.mutating().stream()).toList(),
                        chains.stream().flatMap(one -> one.validating().stream()).toList());
            }

            @Override
            public List<Function<ApiRequest, Optional<ApiResponse>>> routes() {
                return rules.stream().flatMap(one -> one.routes().stream()).toList();
            }
        };
    }

    /**
     * Asked where roles give no right.
     *
     * @param roles what roles alone allow
     */
    default Authorizer authorizer(ObjectLookup objects, Authorizer roles) {
        return attributes -> new Authorizer.Decision.NoOpinion();
    }

    /**
     * Completes and judges what is written; mutating rules before, validating rules after those of
     * every control plane.
     *
     * @param roles what roles alone allow
     */
    default AdmissionChain admission(ObjectLookup objects, Authorizer roles) {
        return new AdmissionChain(List.of(), List.of());
    }

    /** Paths that are no resources and that only this control plane serves, whatever the method. */
    default List<Function<ApiRequest, Optional<ApiResponse>>> routes() {
        return List.of();
    }
}
