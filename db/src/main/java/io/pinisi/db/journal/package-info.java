/**
 * Makes bytes last before they are in a database: two files that take turns, written from their
 * beginning again and again, each entry forced to disk before the call that appended it returns.
 *
 * <p>Key types: {@link Journal}. Invariants: an entry is read back whole or not at all; entries are
 * read back in the order they were appended; a file is written anew only once its owner has said
 * that it needs none of its entries.
 */
@NullMarked
package io.pinisi.db.journal;

import org.jspecify.annotations.NullMarked;
