package io.pinisi.federation.evidence;

import io.pinisi.cluster.apiserver.audit.AuditFormat;
import io.pinisi.cluster.apiserver.audit.AuditStream;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Retirement;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Fills a pack: what its control asks of history and audit log. */
final class PackWriter {
    static final String CHECKPOINTS = "audit/checkpoints.jsonl";
    static final String RETIREMENTS = "audit/retirements.jsonl";
    static final String RECORDS = "audit/records/";

    /** What the hub is set to: who may what, what goes where, what needs approval. */
    private static final List<String> CONFIGURATION =
            List.of(
                    "approvalpolicies.pinisi.io",
                    "clusterpropagationpolicies.policy.karmada.io",
                    "clusteroverridepolicies.policy.karmada.io",
                    "clusterrolebindings.rbac.authorization.k8s.io",
                    "clusterroles.rbac.authorization.k8s.io",
                    "clusters.cluster.karmada.io",
                    "namespaces",
                    "overridepolicies.policy.karmada.io",
                    "propagationpolicies.policy.karmada.io",
                    "resourcequotas",
                    "rolebindings.rbac.authorization.k8s.io",
                    "roles.rbac.authorization.k8s.io",
                    "tenants.pinisi.io",
                    "validatingadmissionpolicies.admissionregistration.k8s.io",
                    "validatingadmissionpolicybindings.admissionregistration.k8s.io");

    private final Past past;
    private final AuditLog log;

    PackWriter(Past past, AuditLog log) {
        this.past = past;
        this.log = log;
    }

    void write(Control control, Instant from, Instant until, PackZip zip) throws IOException {
        access("access/at-start.jsonl", from, zip);
        access("access/at-end.jsonl", until, zip);
        for (String resource : CONFIGURATION) {
            String file = "configuration/" + resource;
            zip.add(
                    file + "/at-end.jsonl",
                    "all " + resource + " at the end",
                    out -> past.each(resource, until, lines(out)));
            zip.add(
                    file + "/changes.jsonl",
                    "each of " + resource + " that was written in between, before and after",
                    out -> past.changes(resource, from, until, lines(out)));
        }
        zip.add(
                "drift.jsonl",
                "what was changed in clusters behind the hub's back",
                out -> past.changes("driftrecords.pinisi.io", from, until, lines(out)));
        zip.add(
                "approvals.jsonl",
                "requests for approval and what became of them",
                out -> past.changes("approvalrequests.pinisi.io", from, until, lines(out)));
        for (Control.Question question : control.questions()) {
            zip.add(
                    RECORDS + question.name() + ".jsonl",
                    question.title(),
                    out -> records(question, from, until, out));
        }
        seals(zip);
    }

    private void access(String file, Instant at, PackZip zip) throws IOException {
        List<Right> rights = AccessReview.at(past, at).rights(uses(log, at));
        zip.add(
                file,
                "who had which right at " + at + ", with last use",
                out -> rights.stream().map(RightJson::of).forEach(lines(out)));
    }

    static LastUse uses(AuditLog log, Instant at) {
        List<AuditRecord> newest = new ArrayList<>();
        List<AuditRecord> page;
        do {
            page = log.newestOfActors(at, newest.isEmpty() ? "" : newest.getLast().entry().actor());
            newest.addAll(page);
        } while (page.size() == AuditTrail.PAGE_MAX);
        return new LastUse(newest);
    }

    private void records(Control.Question question, Instant from, Instant until, OutputStream out)
            throws IOException {
        try (AuditStream stream =
                new AuditStream(
                        new Answers(log, question.fits()),
                        AuditFormat.JSONL,
                        AuditQuery.newest(AuditQuery.LIMIT_MAX).within(from, until),
                        AuditStream.Proofs.ALONE)) {
            for (byte[] piece = stream.next(); piece != null; piece = stream.next()) {
                out.write(piece);
            }
        }
    }

    /** All checkpoints, for each vouches only together with those before it. */
    private void seals(PackZip zip) throws IOException {
        zip.add(
                CHECKPOINTS,
                "the signed checkpoints of the audit log",
                out -> {
                    List<Checkpoint> page;
                    long number = 0;
                    do {
                        page = log.checkpointsAfter(number);
                        for (Checkpoint one : page) {
                            number = one.number();
                            line(out, one.toLine());
                        }
                    } while (page.size() == AuditTrail.PAGE_MAX);
                });
        zip.add(
                RETIREMENTS,
                "signed statements about records that were let go",
                out -> {
                    List<Retirement> page;
                    long number = 0;
                    do {
                        page = log.retirementsAfter(number);
                        for (Retirement one : page) {
                            number = one.number();
                            line(out, one.toLine());
                        }
                    } while (page.size() == AuditTrail.PAGE_MAX);
                });
    }

    private static Consumer<ObjectNode> lines(OutputStream out) {
        return object -> {
            try {
                out.write(Json.bytes(object));
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
