/**
 * What tests of controllers share: an environment on an API in memory, and pods that come alive.
 */
@NullMarked
package io.pinisi.cluster.controllers.testing;

import org.jspecify.annotations.NullMarked;
