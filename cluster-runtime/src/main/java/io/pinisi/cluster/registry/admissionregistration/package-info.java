/** Admission that administrators bring along: webhooks and policies; their rules and columns */
@NullMarked
package io.pinisi.cluster.registry.admissionregistration;

import org.jspecify.annotations.NullMarked;
