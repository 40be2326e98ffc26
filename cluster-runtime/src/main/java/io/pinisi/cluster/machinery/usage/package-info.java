/**
 * What objects use of the things that are limited: amounts by name ({@link
 * io.pinisi.cluster.machinery.usage.Usage}), what a pod asks for and may take, and what counts
 * against a quota. Pure: admission, the quota controller and limits reckon with the same numbers.
 */
@NullMarked
package io.pinisi.cluster.machinery.usage;

import org.jspecify.annotations.NullMarked;
