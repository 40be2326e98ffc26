/**
 * Events: what components tell people about objects.
 *
 * <p>{@code EventRecorder} takes them without blocking, {@code EventCorrelator} decides whether one
 * is new, a repetition to be counted, or noise. Invariant: telling never fails and never delays the
 * teller; under a flood events are dropped.
 */
@NullMarked
package io.pinisi.cluster.controller.event;

import org.jspecify.annotations.NullMarked;
