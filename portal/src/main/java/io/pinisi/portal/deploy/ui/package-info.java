/** The page on which applications are deployed. */
@NullMarked
package io.pinisi.portal.deploy.ui;

import org.jspecify.annotations.NullMarked;
