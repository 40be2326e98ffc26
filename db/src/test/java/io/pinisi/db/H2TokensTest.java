package io.pinisi.db;

import java.util.UUID;

/** The contract on H2. */
class H2TokensTest extends TokensContract {
    @Override
    DatabaseOptions options() {
        return DatabaseOptions.memory("tokens" + UUID.randomUUID());
    }
}
