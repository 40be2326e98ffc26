/**
 * Persistence: opens the database (H2 file or PostgreSQL), migrates it, hands out the stores.
 *
 * <p>Key types: {@link Database}, {@link DatabaseOptions}, {@link StoreLimits}. The rest is how:
 * one {@code Writer} thread takes submissions from a bounded queue, a pure {@code GroupPlan}
 * decides what a group of them comes to, {@code Commits} make it last, then the {@code Log}
 * publishes it to tails and the callers are answered. With PostgreSQL a commit is a transaction
 * that compares and sets the {@code Head} row. With H2 it is an entry in a journal, forced to disk;
 * an applier's thread puts many batches into the tables in one such transaction, whoever reads the
 * tables waits for it first, and what a killed process left in the journal is put there when the
 * database is opened. Invariants: only the writer decides, the tables change in its order; nobody
 * learns of a revision before it is on disk; revisions are published in order, without gaps.
 */
@NullMarked
package io.pinisi.db;

import org.jspecify.annotations.NullMarked;
