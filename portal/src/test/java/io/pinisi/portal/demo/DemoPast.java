package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.portal.audit.AccessRight;
import io.pinisi.portal.audit.Activity;
import io.pinisi.portal.audit.ActivityFilter;
import io.pinisi.portal.audit.AuditService;
import io.pinisi.portal.audit.ExportForm;
import io.pinisi.portal.audit.PackControl;
import io.pinisi.portal.audit.Trace;
import io.pinisi.portal.history.FieldChange;
import io.pinisi.portal.history.HistoryService;
import io.pinisi.portal.history.ObjectChange;
import io.pinisi.portal.history.PastObject;
import io.pinisi.portal.history.PastPage;
import io.pinisi.portal.history.PastRef;
import io.pinisi.portal.history.PastScope;
import io.pinisi.portal.history.Step;
import io.pinisi.portal.history.Whereabouts;
import io.pinisi.portal.status.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** A made-up past. */
final class DemoPast implements HistoryService, AuditService {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final PastRef WEB = new PastRef("deployments.apps", "shop", "web");
    private static final List<FieldChange> FIELDS =
            List.of(
                    new FieldChange("spec.replicas", "2", "4"),
                    new FieldChange("spec.paused", "", "true"));

    @Override
    public PastPage<PastObject> at(
            Identity who, Listing listing, PastScope scope, Instant moment, String after) {
        return new PastPage<>(
                List.of(
                        new PastObject(
                                WEB, Status.healthy("Healthy"), "2 of 2 · nginx:1", NOON, "ann")),
                "");
    }

    @Override
    public PastPage<ObjectChange> between(
            Identity who, PastScope scope, Instant from, Instant until, String after) {
        return new PastPage<>(
                List.of(new ObjectChange(WEB, ObjectChange.Kind.CHANGED, FIELDS)), "");
    }

    @Override
    public List<String> sources(Identity who) {
        return List.of(PastScope.HUB, "bali", "flores");
    }

    @Override
    public Whereabouts whereabouts(Identity who, Whereabouts.Question question) {
        PastRef there = new PastRef("bali", "deployments.apps", "shop", "web");
        return new Whereabouts(
                List.of(new Whereabouts.Stay(there, "bali", "asia", NOON, question.until())),
                List.of(
                        new Whereabouts.Gap(
                                "flores", "asia", NOON, question.until(), "it was not reached")),
                true);
    }

    @Override
    public List<AccessRight> access(Identity who, Instant at) {
        return List.of(
                new AccessRight(
                        "Group",
                        "acme-developers",
                        "deployer",
                        "tenants acme",
                        "acme",
                        List.of("acme-shop"),
                        List.of("bali", "flores"),
                        List.of("deployer of the tenant's projects"),
                        NOON,
                        "ann: update apps/v1 deployments acme-shop/web"),
                new AccessRight(
                        "User",
                        "vera",
                        "ClusterRole/view",
                        "clusterrolebindings viewers",
                        "",
                        List.of(),
                        List.of(),
                        List.of("get,list,watch pods"),
                        null,
                        ""));
    }

    @Override
    public List<PackControl> controls(Identity who) {
        return List.of(
                new PackControl(
                        "pci-dss-10",
                        "PCI DSS 4.0, requirement 10: log and monitor all access",
                        List.of("Writes by people", "Access to the audit log")));
    }

    @Override
    public void pack(Identity who, String control, Instant from, Instant until, OutputStream out)
            throws IOException {
        out.write(control.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public PastPage<Step> timeline(Identity who, PastRef ref, String after) {
        return new PastPage<>(step(who, ref, 7), "");
    }

    @Override
    public List<Step> step(Identity who, PastRef ref, long revision) {
        return List.of(
                new Step(revision, NOON, "ann", "r1", true, false, FIELDS, "kind: Deployment\n"));
    }

    @Override
    public Found search(Identity who, ActivityFilter filter, long before) {
        return new Found(List.of(activity(3), activity(2), activity(1)), OptionalLong.empty());
    }

    @Override
    public List<Trace> follow(Identity who, String requestId) {
        return List.of(
                new Trace("", List.of(activity(3), activity(2), activity(1)), ""),
                new Trace("bali", List.of(activity(2)), ""),
                new Trace("flores", List.of(), "cluster \"flores\" cannot be reached"));
    }

    private static Activity activity(long number) {
        return new Activity(
                number,
                NOON.plusSeconds(number),
                "ann",
                List.of("operators"),
                "update",
                "apps/v1 deployments shop/web",
                number == 2 ? "denied" : "allowed",
                "portal",
                "127.0.0.1",
                "Firefox",
                "",
                "r1",
                number == 2 ? OptionalLong.empty() : OptionalLong.of(7),
                "{}",
                "0".repeat(64));
    }

    @Override
    public void export(Identity who, ActivityFilter filter, ExportForm form, OutputStream out)
            throws IOException {
        out.write((form.parameter() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Verified verify(Identity who) {
        return new Verified(3, 3, "");
    }
}
