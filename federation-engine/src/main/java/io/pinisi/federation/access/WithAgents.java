package io.pinisi.federation.access;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.app.ComputedResource;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.reverse.AgentGate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A hub's rules, and the door through which the agents of members come in. */
public record WithAgents(HouseRules rules, AgentGate gate) implements HouseRules {
    @Override
    public Authorizer authorizer(ObjectLookup objects, Authorizer roles) {
        return Authorizer.chain(List.of(new AgentAccess(), rules.authorizer(objects, roles)));
    }

    @Override
    public AdmissionChain admission(ObjectLookup objects, Authorizer roles) {
        return rules.admission(objects, roles);
    }

    @Override
    public List<Function<ApiRequest, Optional<ApiResponse>>> routes() {
        return Stream.concat(Stream.of(gate::answer), rules.routes().stream()).toList();
    }

    @Override
    public List<ComputedResource> computed() {
        return rules.computed();
    }

    @Override
    public ApiRequest canonical(ApiRequest request) {
        return rules.canonical(request);
    }

    @Override
    public Optional<ApiResponse> connect(ApiRequest request, ResourceRequest info) {
        return rules.connect(request, info);
    }

    @Override
    public String metrics() {
        return rules.metrics();
    }
}
