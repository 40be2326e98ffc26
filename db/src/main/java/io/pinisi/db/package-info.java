/**
 * Persistence: opens the database (H2 file or PostgreSQL), migrates it, hands out the stores.
 *
 * <p>Key types: {@link Database}, {@link DatabaseOptions}, {@link StoreLimits}. The rest is how:
 * one {@code Writer} thread takes submissions from a bounded queue, a pure {@code GroupPlan}
 * decides what a group of them comes to, one transaction carries it out and compares and sets the
 * {@code Head} row, one force makes it last, then the {@code Log} publishes it to tails and the
 * callers are answered. Invariants: only the writer's thread changes the database; nobody learns of
 * a revision before it is on disk; revisions are published in order, without gaps.
 */
@NullMarked
package io.pinisi.db;

import org.jspecify.annotations.NullMarked;
