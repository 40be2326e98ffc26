package io.pinisi.portal.hub;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.federation.Federation;
import io.pinisi.portal.approvals.ApprovalService;
import io.pinisi.portal.backend.Backend;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.deploy.DeployService;
import io.pinisi.portal.discovery.DiscoveryService;
import io.pinisi.portal.drift.DriftService;
import io.pinisi.portal.membership.MembershipService;
import io.pinisi.portal.placement.RebalanceService;
import io.pinisi.portal.placement.StrandingService;
import io.pinisi.portal.rollout.RolloutService;
import io.pinisi.portal.search.SearchService;
import io.pinisi.portal.traffic.TrafficService;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** The portal's backend on a running hub and its federation engine. */
public final class HubBackend {
    private HubBackend() {}

    /**
     * @param hub the hub's API as a given person
     * @param url of the hub's API, for agents and for people
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
                new HubFleet(people, url, changes),
                new HubApplications(people, federation.deployer(), changes),
                new MemberPods(people, federation.clients(), changes),
                new HubDeploy(people, federation.deployer()),
                new HubMembership(people, federation.members(), url, InstantSource.system()),
                new HubTenants(people),
                new HubHistory(people),
                new HubAudit(people, federation.clients(), auditKey),
                new HubPlacement(people, changes),
                new HubDrift(people, changes),
                new HubRollouts(people, changes),
                new HubDiscovery(people, changes),
                new HubApprovals(people, changes, InstantSource.system()),
                new HubTraffic(people, changes, InstantSource.system()),
                new HubRebalance(people, changes),
                new HubStranding(people, changes),
                new HubSearch(people, new HubTenants(people)));
    }

    /**
     * The same as of a moment: what was, and nothing that can be done.
     *
     * @param present whose history and audit log tell of all times
     */
    public static Function<Instant, Backend> past(
            Function<UserInfo, ApiClient> hub, Federation federation, Backend present) {
        People now = new People(hub, federation.fleet());
        return at -> {
            Past past = new Past(now::hub, at);
            People then = new People(past, federation.fleet());
            PastApplications applications = new PastApplications(past);
            return new Backend(
                    new PastFleet(past, applications),
                    applications,
                    new PastPods(past),
                    PresentOnly.of(DeployService.class),
                    PresentOnly.of(MembershipService.class),
                    new HubTenants(then),
                    present.history(),
                    present.audit(),
                    new PastPlacement(past, new HubPlacement(then, Past.NEVER)),
                    PresentOnly.of(DriftService.class),
                    PresentOnly.of(RolloutService.class),
                    PresentOnly.of(DiscoveryService.class),
                    PresentOnly.of(ApprovalService.class),
                    PresentOnly.of(TrafficService.class),
                    PresentOnly.of(RebalanceService.class),
                    PresentOnly.of(StrandingService.class),
                    PresentOnly.of(SearchService.class));
        };
    }
}
