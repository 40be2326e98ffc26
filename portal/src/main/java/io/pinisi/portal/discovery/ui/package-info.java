/** The pages of shared services: the list, and the map of one. */
@NullMarked
package io.pinisi.portal.discovery.ui;

import org.jspecify.annotations.NullMarked;
