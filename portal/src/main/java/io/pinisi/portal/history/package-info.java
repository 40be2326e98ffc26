/**
 * The past: what was there at a moment, what changed between two, and how one object came to be
 * what it is.
 *
 * <p>Key types: {@link HistoryService}; {@link PastRef}, which names an object whether or not it
 * still exists. Invariant: a person is shown the past of what that person may read now.
 */
@NullMarked
package io.pinisi.portal.history;

import org.jspecify.annotations.NullMarked;
