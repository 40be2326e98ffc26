/**
 * Brings requests from outside to services, as Ingress objects say: host and path lead to a
 * service, and straight to its endpoints.
 *
 * <p>{@link IngressPlanner} is a pure function of the objects; {@link IngressController} follows
 * them, gives the plan to the {@link io.pinisi.cluster.ingress.gateway.Gateway} and writes the
 * gateway's address into the status. Ours are the ingresses whose class names the controller
 * {@value io.pinisi.cluster.ingress.IngressClasses#CONTROLLER}, or that carry the old annotation
 * with the class {@value io.pinisi.cluster.ingress.IngressClasses#NAME}.
 *
 * <p>Invariants: where two ingresses claim the same, the older one has it; what is wrong with one
 * ingress takes nothing from the others.
 */
@NullMarked
package io.pinisi.cluster.ingress;

import org.jspecify.annotations.NullMarked;
