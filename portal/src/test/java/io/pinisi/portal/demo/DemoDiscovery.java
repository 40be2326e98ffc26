package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.discovery.DiscoveryService;
import io.pinisi.portal.discovery.Leg;
import io.pinisi.portal.discovery.SharedIngress;
import io.pinisi.portal.discovery.SharedService;
import io.pinisi.portal.discovery.SharedServiceDetail;
import io.pinisi.portal.discovery.SharedServiceRef;
import io.pinisi.portal.discovery.SharedServiceRef.Way;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Made-up shared services. */
final class DemoDiscovery implements DiscoveryService {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final List<Status> FINDINGS =
            List.of(
                    new Status(
                            Level.DEGRADED,
                            "Conflicting",
                            "The clusters differ (PortConflict): the oldest service counts, ports"
                                    + " are united."),
                    new Status(
                            Level.UNREACHABLE,
                            "Stale",
                            "A cluster is lost: what it has may be gone, and what it offered is"
                                    + " withheld from the others."));

    @Override
    public Changes changes() {
        return listener -> () -> {};
    }

    @Override
    public Page<SharedService> services(Identity who, PageRequest page) {
        return page.of(
                List.of(
                        web(),
                        new SharedService(
                                new SharedServiceRef("shop", "basket", Way.MULTI_CLUSTER),
                                Status.healthy("Healthy"),
                                "basket.shop.svc",
                                List.of("bali", "flores"),
                                List.of("bali", "flores", "sumba"),
                                6,
                                START)),
                SharedService::dnsName,
                key -> Comparator.comparing(SharedService::dnsName));
    }

    @Override
    public Page<SharedIngress> ingresses(Identity who, PageRequest page) {
        return page.of(
                List.of(
                        new SharedIngress(
                                "shop",
                                "shop",
                                new Status(
                                        Level.DEGRADED,
                                        "Reduced",
                                        "Not every cluster that has it gets requests."),
                                List.of("shop.example", "www.shop.example"),
                                List.of("10.1.2.3:80", "10.1.2.3:443"),
                                List.of("bali × 3", "flores × 1"),
                                List.of("sumba"),
                                START)),
                SharedIngress::name,
                key -> Comparator.comparing(SharedIngress::name));
    }

    private static SharedService web() {
        return new SharedService(
                new SharedServiceRef("shop", "web", Way.EXPORT),
                FINDINGS.getFirst(),
                "web.shop.svc.clusterset.local",
                List.of("bali", "flores"),
                List.of("bali", "flores", "sumba"),
                5,
                START);
    }

    @Override
    public SharedServiceDetail service(Identity who, SharedServiceRef ref) {
        List<Leg.Carried> all = List.of(new Leg.Carried("bali", 3), new Leg.Carried("flores", 2));
        Status exported = Status.healthy("Exported");
        Status imported = Status.healthy("Imported");
        Status lost = new Status(Level.UNREACHABLE, "Withheld", "It is lost");
        Status stale = new Status(Level.UNREACHABLE, "Stale", "What it has may be gone");
        return new SharedServiceDetail(
                web(),
                "derived-web",
                "One address per cluster",
                List.of("http 80/TCP", "admin 8081/TCP"),
                FINDINGS,
                List.of(
                        new Leg("bali", exported, imported, true, true, 3, 4, START, all, START),
                        new Leg("flores", exported, imported, true, true, 2, 2, START, all, START),
                        new Leg("sumba", lost, stale, true, true, 1, 1, START, all, START),
                        new Leg(
                                "timor",
                                Status.of(Level.DONE, "Has none"),
                                new Status(Level.PROGRESSING, "Waiting", ""),
                                false,
                                true,
                                0,
                                0,
                                null,
                                List.of(),
                                null)));
    }
}
