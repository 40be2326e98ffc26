/**
 * Keeps the number of an application's pods where its HorizontalPodAutoscaler wants their usage.
 *
 * <p>{@code UsageReader} fetches what pods use from {@code metrics.k8s.io}; {@code
 * ReplicaCalculator} turns the usage of one metric into a number of replicas; {@code Pace} holds
 * the number to what the autoscaler's behavior and {@code ScalingHistory} allow; {@code
 * AutoscalerPlanner} puts them together into a number, a status and what to tell. All of these but
 * the reader are pure. {@code Scaler} performs one look, through the scale subresource alone, on
 * pods of whatever {@code Population}; {@code AutoscalerController} is that for one cluster.
 */
@NullMarked
package io.pinisi.cluster.controllers.autoscaling;

import org.jspecify.annotations.NullMarked;
