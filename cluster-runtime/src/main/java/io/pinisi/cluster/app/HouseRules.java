package io.pinisi.cluster.app;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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

            @Override
            public List<ComputedResource> computed() {
                return rules.stream().flatMap(one -> one.computed().stream()).toList();
            }

            @Override
            public ApiRequest canonical(ApiRequest request) {
                ApiRequest canonical = request;
                for (HouseRules one : rules) {
                    canonical = one.canonical(canonical);
                }
                return canonical;
            }

            @Override
            public Optional<ApiResponse> connect(ApiRequest request, ResourceRequest info) {
                return rules.stream()
                        .flatMap(one -> one.connect(request, info).stream())
                        .findFirst();
            }

            @Override
            public String metrics() {
                return rules.stream().map(HouseRules::metrics).collect(Collectors.joining());
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

    /** Resources that are answered out of what this control plane knows, beside those stored. */
    default List<ComputedResource> computed() {
        return List.of();
    }

    /**
     * The request under the path that everything else knows it by. Done before anybody looks at the
     * path, so that a second name for something never gets round a rule about the first.
     */
    default ApiRequest canonical(ApiRequest request) {
        return request;
    }

    /** Subresources that are connections; empty where the request is for none of these. */
    default Optional<ApiResponse> connect(ApiRequest request, ResourceRequest info) {
        return Optional.empty();
    }

    /** Figures beside those of every control plane, in the text format of Prometheus. */
    default String metrics() {
        return "";
    }
}
