/** The pages of applications: the list, and one application with what can be done to it. */
@NullMarked
package io.pinisi.portal.applications.ui;

import org.jspecify.annotations.NullMarked;
