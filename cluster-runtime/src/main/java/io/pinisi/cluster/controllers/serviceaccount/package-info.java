/** Gives every namespace its {@code default} service account and the cluster's CA certificate. */
@NullMarked
package io.pinisi.cluster.controllers.serviceaccount;

import org.jspecify.annotations.NullMarked;
