/** What tests of several packages share. */
@NullMarked
package io.pinisi.cluster.testing;

import org.jspecify.annotations.NullMarked;
