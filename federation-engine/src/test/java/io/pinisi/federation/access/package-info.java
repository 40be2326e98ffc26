/** Tests of who may what. */
@NullMarked
package io.pinisi.federation.access;

import org.jspecify.annotations.NullMarked;
