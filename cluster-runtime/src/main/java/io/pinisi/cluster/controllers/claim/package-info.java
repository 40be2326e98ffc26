/**
 * Which objects a controller's object owns: the planner decides by uid and selector, the executor
 * adopts and releases. See "Claiming" in the controllers' {@code DESIGN.md}.
 */
@NullMarked
package io.pinisi.cluster.controllers.claim;

import org.jspecify.annotations.NullMarked;
