/** Pages about the signed-in person. */
@NullMarked
package io.pinisi.portal.account.ui;

import org.jspecify.annotations.NullMarked;
