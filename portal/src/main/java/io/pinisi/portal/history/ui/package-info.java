/** The pages of the past: what was at a moment, two moments compared, and one object's life. */
@NullMarked
package io.pinisi.portal.history.ui;

import org.jspecify.annotations.NullMarked;
