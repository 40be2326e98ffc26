/**
 * One door to every cluster: whoever may talk to the hub talks through it to any member, with any
 * client, as {@code https://hub/clusters/NAME/proxy} or by Karmada's path for the same, and looks
 * through all of them.
 *
 * <p>Key types: {@link Door} is the house rule that recognises such requests and passes them on;
 * {@link DoorLimits} says how much one caller may hold open; {@link SearchDocument} finds objects
 * in all clusters at once; {@code Held} ends what goes on for long with the right that it was
 * opened with; {@code Luggage} says which headers travel.
 *
 * <p>Invariants: both paths are one before anything looks at them. Hub and member both judge: the
 * hub by {@code clusters/proxy}, by tenant and by token; the member by its own rules about the
 * caller, as whom the request arrives. No credential of the caller leaves the hub, and none of the
 * member comes back. Every request stands in the audit logs of both under one id.
 */
@NullMarked
package io.pinisi.federation.door;

import org.jspecify.annotations.NullMarked;
