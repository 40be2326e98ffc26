/** The portal on made-up data. */
@NullMarked
package io.pinisi.portal.demo;

import org.jspecify.annotations.NullMarked;
