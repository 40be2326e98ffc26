/** Roles and bindings; whether someone may give rights away is asked of the escalation guard. */
@NullMarked
package io.pinisi.cluster.registry.rbac;

import org.jspecify.annotations.NullMarked;
