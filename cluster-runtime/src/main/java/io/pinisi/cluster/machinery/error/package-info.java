/**
 * The one family of API errors: a {@code Reason} fixes the HTTP code and the {@code Status} reason.
 */
@NullMarked
package io.pinisi.cluster.machinery.error;

import org.jspecify.annotations.NullMarked;
