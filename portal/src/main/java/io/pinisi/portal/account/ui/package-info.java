/** Pages about the signed-in person, and for operators about everybody who is. */
@NullMarked
package io.pinisi.portal.account.ui;

import org.jspecify.annotations.NullMarked;
