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
