@NullMarked
package io.pinisi.federation.history;

import org.jspecify.annotations.NullMarked;
