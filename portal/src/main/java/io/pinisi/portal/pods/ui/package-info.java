/** The page of one pod, with its live log. */
@NullMarked
package io.pinisi.portal.pods.ui;

import org.jspecify.annotations.NullMarked;
