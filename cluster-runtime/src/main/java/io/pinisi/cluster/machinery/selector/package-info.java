/**
 * Label and field selectors, read from their text and object forms. Both are immutable lists of
 * requirements that must all hold; texts that Kubernetes refuses are refused with its words.
 */
@NullMarked
package io.pinisi.cluster.machinery.selector;

import org.jspecify.annotations.NullMarked;
