/** The page on which a cluster joins, and the dialog in which one is let go. */
@NullMarked
package io.pinisi.portal.membership.ui;

import org.jspecify.annotations.NullMarked;
