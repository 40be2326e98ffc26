package io.pinisi.portal.audit;

import io.pinisi.auth.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Reads the audit log as a person, which is itself recorded. */
public interface AuditService {
    /** Records of one page. */
    int PAGE = 50;

    /**
     * A page, newest first.
     *
     * @param before only records older than this sequence number
     */
    Found search(Identity who, ActivityFilter filter, long before);

    /** What a request caused: on the hub, and in each member that the person sees. */
    List<Trace> follow(Identity who, String requestId);

    /** Writes all that fits, as it comes. */
    void export(Identity who, ActivityFilter filter, ExportForm form, OutputStream out)
            throws IOException;

    /** Walks the whole log beside its checkpoints. */
    Verified verify(Identity who);

    /** Who had which right at a moment. */
    List<AccessRight> access(Identity who, Instant at);

    /** What evidence packs can be about. */
    List<PackControl> controls(Identity who);

    /** Makes a pack and hands it on. */
    void pack(Identity who, String control, Instant from, Instant until, OutputStream out)
            throws IOException;

    /**
     * A page. One that is not full can have a next one, too: a long log is searched in parts.
     *
     * @param next before which sequence number to go on; empty at the end of the log
     */
    record Found(List<Activity> records, OptionalLong next) {
        public Found {
            records = List.copyOf(records);
        }
    }

    /**
     * What the walk found.
     *
     * @param records that are there and as they were written
     * @param sealed those of them that signed checkpoints vouch for
     * @param fault what is wrong with the first that is not; empty where all are well
     */
    record Verified(long records, long sealed, String fault) {}
}
