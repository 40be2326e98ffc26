/**
 * Requests for certificates: approves those that nodes make for themselves, signs what was
 * approved, and removes what is old.
 */
@NullMarked
package io.pinisi.cluster.controllers.certificates;

import org.jspecify.annotations.NullMarked;
