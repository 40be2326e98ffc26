/**
 * What people teach the federation about kinds it does not know: scripts in Lua, as
 * ResourceInterpreterCustomizations bring them.
 *
 * <p>{@link io.pinisi.federation.interpreter.Sandbox} runs a {@code Script}; {@code LuaLibrary} is
 * all that it can reach, {@code KubeLibrary} what Karmada's scripts know as {@code kube}, {@code
 * LuaTrees} carries objects in and out. {@link io.pinisi.federation.interpreter.Interpreters}
 * answers the engine's questions with the scripts of a kind, or with what it knows itself.
 *
 * <p>Invariants: a script sees no file, process, class, clock or other script, and cannot keep
 * anything from one run to the next; it ends within its limits of instructions, memory and time,
 * whatever it does; a script that fails changes nothing, and its fault is told.
 */
@NullMarked
package io.pinisi.federation.interpreter;

import org.jspecify.annotations.NullMarked;
