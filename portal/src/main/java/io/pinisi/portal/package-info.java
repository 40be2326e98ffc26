/** The portal's process: the executable, the views, and what assembles all modules. */
@NullMarked
package io.pinisi.portal;

import org.jspecify.annotations.NullMarked;
