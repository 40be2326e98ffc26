/** Tests of the pure parts of service discovery. */
@NullMarked
package io.pinisi.federation.discovery;

import org.jspecify.annotations.NullMarked;
