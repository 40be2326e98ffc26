/**
 * Compiles the rules of admission policies against the types that they are about, and tells their
 * authors what does not fit, in the policy's status.
 *
 * <p>Key types: {@link io.pinisi.cluster.controllers.admissionpolicy.TypeCheckController} keeps the
 * status, {@code TypeCheck} is the pure part, {@code ServedTypes} reads schemas from the server's
 * own OpenAPI documents, so that custom resources are included.
 */
@NullMarked
package io.pinisi.cluster.controllers.admissionpolicy;

import org.jspecify.annotations.NullMarked;
