/** The hub: keeps applications consistent over many member clusters. */
@NullMarked
package io.pinisi.federation;

import org.jspecify.annotations.NullMarked;
