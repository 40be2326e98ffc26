/** Lets go of claims and volumes that were deleted, once nothing uses them any more. */
@NullMarked
package io.pinisi.cluster.controllers.protection;

import org.jspecify.annotations.NullMarked;
