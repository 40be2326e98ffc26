/**
 * Which requests a webhook or a policy wants to see, and the form in which both are shown a
 * request. Pure, apart from looking up the labels of the namespace.
 */
@NullMarked
package io.pinisi.cluster.admission.match;

import org.jspecify.annotations.NullMarked;
