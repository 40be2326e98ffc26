package io.pinisi.federation.approval;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.storage.KeyRing;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The hub's rules about approvals. */
public final class ApprovalRules implements HouseRules {
    private final Deeds deeds;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Supplier<ApiClient>> hub = new AtomicReference<>();

    /**
     * @param digestKey for digests of secrets; approvals to write one last as long as this key
     */
    public ApprovalRules(KeyRing digestKey, InstantSource clock) {
        this.deeds = new Deeds(digestKey);
        this.clock = clock;
    }

    /**
     * The rules are there before the server that they are of; until this is called, acts that need
     * approval are refused as unavailable.
     *
     * @param client the hub as the engine
     */
    public void connect(Supplier<ApiClient> client) {
        hub.set(client);
    }

    @Override
    public Authorizer authorizer(ObjectLookup objects, Authorizer roles) {
        return new ApprovalAuthorizer(new StoredApprovals(objects));
    }

    @Override
    public AdmissionChain admission(ObjectLookup objects, Authorizer roles) {
        StoredApprovals stored = new StoredApprovals(objects);
        RequestWrites writes = new RequestWrites(stored, clock);
        return new AdmissionChain(
                List.of(writes),
                List.of(writes, new ApprovalGate(stored, deeds, this::client, clock)));
    }

    private @Nullable ApiClient client() {
        Supplier<ApiClient> connected = hub.get();
        return connected == null ? null : connected.get();
    }
}
