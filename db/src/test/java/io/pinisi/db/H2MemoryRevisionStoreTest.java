package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What colleagues' tests rely on: a store in memory opens empty and is gone when closed. */
class H2MemoryRevisionStoreTest {
    @Test
    void aStoreInMemoryIsGoneWhenItIsClosed() throws InterruptedException {
        DatabaseOptions options = DatabaseOptions.memory("gone");
        try (Database database = Database.open(options)) {
            database.revisions()
                    .write(
                            io.pinisi.db.revision.Write.create(
                                    "/a", new byte[0], RevisionStoreContract.ORIGIN, null));
        }
        try (Database database = Database.open(options)) {
            assertEquals(0, database.revisions().head());
        }
    }
}
