/** Tests of the fuse. */
@NullMarked
package io.pinisi.federation.guard;

import org.jspecify.annotations.NullMarked;
