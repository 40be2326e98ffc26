/**
 * Rules that administrators write in CEL, over JSON: compiled once, evaluated often, and bounded in
 * size and steps.
 *
 * <p>Key types: {@link io.pinisi.cluster.machinery.expression.Expressions} compiles, {@link
 * io.pinisi.cluster.machinery.expression.Expression} is the result. Over plain JSON values are
 * untyped: a field that does not exist is found when a rule runs. Over a schema they have the types
 * that it declares, and such a rule is not compiled.
 */
@NullMarked
package io.pinisi.cluster.machinery.expression;

import org.jspecify.annotations.NullMarked;
