/**
 * The assemblies: where the parts of a process are put together by hand, one readable class for
 * each shape of process. Nothing depends on this package.
 */
@NullMarked
package io.pinisi.cluster.app;

import org.jspecify.annotations.NullMarked;
