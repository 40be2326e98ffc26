/** The pages of propagation: all clusters, and one with what it lacks. */
@NullMarked
package io.pinisi.portal.traffic.ui;

import org.jspecify.annotations.NullMarked;
