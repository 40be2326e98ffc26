/**
 * Looks after bootstrap tokens: removes those that have expired, and signs the public document
 * {@code kube-public/cluster-info} with each that is for that.
 */
@NullMarked
package io.pinisi.cluster.controllers.bootstrap;

import org.jspecify.annotations.NullMarked;
