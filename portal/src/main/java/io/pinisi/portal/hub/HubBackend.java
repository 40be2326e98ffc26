package io.pinisi.portal.hub;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.federation.Federation;
import io.pinisi.portal.backend.Backend;
import io.pinisi.portal.backend.Changes;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.function.Function;

/** The portal's backend on a running hub and its federation engine. */
public final class HubBackend {
    private HubBackend() {}

    /**
     * @param hub the hub's API as a given person
     * @param url of the hub's API, for agents
     * @param auditKey that checkpoints of its audit log are signed with
     */
    public static Backend of(
            Function<UserInfo, ApiClient> hub,
            String url,
            Federation federation,
            PublicKey auditKey) {
        People people = new People(hub, federation.fleet());
        Changes changes = listener -> federation.fleet().listen(listener)::close;
        return new Backend(
                new HubFleet(people, changes),
                new HubApplications(people, federation.deployer(), changes),
                new MemberPods(people, federation.clients(), changes),
                new HubDeploy(people, federation.deployer()),
                new HubMembership(people, federation.members(), url, InstantSource.system()),
                new HubTenants(people),
                new HubHistory(people),
                new HubAudit(people, auditKey),
                new HubPlacement(people, changes),
                new HubDrift(people, changes),
                new HubRollouts(people, changes));
    }
}
