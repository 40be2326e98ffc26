/** Persistence: opens the database (H2 file or PostgreSQL), migrates it, hands out the stores. */
@NullMarked
package io.pinisi.db;

import org.jspecify.annotations.NullMarked;
