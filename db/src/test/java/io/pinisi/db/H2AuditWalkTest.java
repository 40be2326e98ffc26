package io.pinisi.db;

import java.time.InstantSource;
import java.util.UUID;

/** The contract on H2. */
class H2AuditWalkTest extends AuditWalkContract {
    @Override
    DatabaseOptions options(InstantSource clock) {
        return DatabaseOptions.memory("walk" + UUID.randomUUID()).withClock(clock);
    }
}
