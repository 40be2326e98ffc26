/**
 * The one small set of states that every page shows, and the words for ages and amounts.
 *
 * <p>Key types: {@link Level} (what colour and icon), {@link Status} (with the word and the
 * reason). Invariant: a parent is never better than its worst child, and what cannot be seen is
 * never healthy.
 */
@NullMarked
package io.pinisi.portal.status;

import org.jspecify.annotations.NullMarked;
