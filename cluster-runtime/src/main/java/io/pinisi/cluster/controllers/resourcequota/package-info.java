/**
 * Reckons anew what the objects of a namespace use of its quotas: when a quota is made or changed,
 * when something that counts goes away, and from time to time.
 */
@NullMarked
package io.pinisi.cluster.controllers.resourcequota;

import org.jspecify.annotations.NullMarked;
