package io.pinisi.portal.cli;

import io.pinisi.cluster.apiserver.AuditDocument;
import io.pinisi.cluster.apiserver.audit.AuditSearch;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditSource;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.RecordLine;
import io.pinisi.db.audit.Retirement;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The audit log of a hub that runs, asked of its API. The hub only hands the lines out; what they
 * are worth is found out here.
 */
final class RunningAudit implements AuditSource, AutoCloseable {
    private final RunningHub hub;

    private RunningAudit(RunningHub hub) {
        this.hub = hub;
    }

    /**
     * @throws Failure the kubeconfig is missing or no use
     */
    static RunningAudit of(Path kubeconfig) {
        return new RunningAudit(RunningHub.of(kubeconfig, "pinisi-audit"));
    }

    @Override
    public List<AuditRecord> after(long sequence) {
        return lines(AuditDocument.RECORDS, after(sequence, Map.of())).stream()
                .map(RecordLine::parse)
                .toList();
    }

    @Override
    public List<Checkpoint> checkpointsAfter(long number) {
        return lines(AuditDocument.CHECKPOINTS, after(number, Map.of())).stream()
                .map(Checkpoint::parse)
                .toList();
    }

    @Override
    public List<Retirement> retirementsAfter(long number) {
        return lines(AuditDocument.RETIREMENTS, after(number, Map.of())).stream()
                .map(Retirement::parse)
                .toList();
    }

    @Override
    public List<AuditRecord> readAfter(AuditQuery query, long sequence) {
        Map<String, String> filter = new LinkedHashMap<>();
        filter.put("actor", text(query.actor()));
        filter.put("verb", text(query.verb()));
        filter.put("object", text(query.objectPrefix()));
        filter.put("namespace", text(query.namespace()));
        filter.put("result", text(query.result()));
        filter.put("requestId", text(query.requestId()));
        filter.put("from", text(query.from()));
        filter.put("until", text(query.until()));
        return lines(AuditSearch.FITTING, after(sequence, filter)).stream()
                .map(RecordLine::parse)
                .toList();
    }

    @Override
    public List<String> hashes(long first, long last) {
        return lines(
                AuditSearch.HASHES,
                Map.of("first", Long.toString(first), "last", Long.toString(last)));
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    private static Map<String, String> after(long number, Map<String, String> others) {
        Map<String, String> parameters = new LinkedHashMap<>(others);
        parameters.put("after", Long.toString(number));
        return parameters;
    }

    private List<String> lines(String path, Map<String, String> parameters) {
        return hub.text(path, parameters).lines().toList();
    }

    @Override
    public void close() {
        hub.close();
    }
}
