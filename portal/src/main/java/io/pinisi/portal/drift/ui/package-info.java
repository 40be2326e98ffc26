/** The page of drift and held deletes. */
@NullMarked
package io.pinisi.portal.drift.ui;

import org.jspecify.annotations.NullMarked;
