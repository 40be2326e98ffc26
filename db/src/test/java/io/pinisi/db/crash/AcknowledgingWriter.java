package io.pinisi.db.crash;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.RevisionStore;
import io.pinisi.db.revision.Write;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The victim: writes from several threads and says each acknowledged revision on standard output,
 * one line in one system call, until it is killed.
 */
final class AcknowledgingWriter {
    private static final int WRITERS = 8;
    private static final AuditEntry AUDIT =
            new AuditEntry("victim", List.of(), "create", "o", "r", "", "api", "allowed", "{}");

    private final RevisionStore store;
    private final OutputStream out;

    private AcknowledgingWriter(RevisionStore store, OutputStream out) {
        this.store = store;
        this.out = out;
    }

    public static void main(String[] arguments) {
        Database database = Database.open(DatabaseOptions.file(Path.of(arguments[0])));
        AcknowledgingWriter writer =
                new AcknowledgingWriter(
                        database.revisions(), new FileOutputStream(FileDescriptor.out));
        for (int i = 0; i < WRITERS; i++) {
            String prefix = "/" + arguments[1] + "/" + i + "/";
            Thread.ofPlatform().start(() -> writer.writeForEver(prefix));
        }
    }

    private void writeForEver(String prefix) {
        Write.Origin origin = new Write.Origin("victim", "r");
        try {
            for (int n = 0; ; n++) {
                String key = prefix + n;
                byte[] value = key.getBytes(StandardCharsets.UTF_8);
                Revision written = store.write(Write.create(key, value, origin, AUDIT));
                say(written.number() + " " + key + "\n");
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void say(String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
    }
}
