/** What every object has: its kind, its resource, its key. Pure values. */
@NullMarked
package io.pinisi.cluster.machinery.meta;

import org.jspecify.annotations.NullMarked;
