/** Tests of claims. */
@NullMarked
package io.pinisi.federation.epoch;

import org.jspecify.annotations.NullMarked;
