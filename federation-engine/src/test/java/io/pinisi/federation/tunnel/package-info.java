/** Tests of connections that carry streams. */
@NullMarked
package io.pinisi.federation.tunnel;

import org.jspecify.annotations.NullMarked;
