/** Tests of the descheduler. */
@NullMarked
package io.pinisi.federation.deschedule;

import org.jspecify.annotations.NullMarked;
