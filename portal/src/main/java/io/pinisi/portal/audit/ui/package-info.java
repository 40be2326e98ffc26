/** The page on which the audit log is read, checked and taken along. */
@NullMarked
package io.pinisi.portal.audit.ui;

import org.jspecify.annotations.NullMarked;
