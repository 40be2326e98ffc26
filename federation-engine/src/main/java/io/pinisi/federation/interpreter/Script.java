package io.pinisi.federation.interpreter;

import org.luaj.vm2.Prototype;

/**
 * A compiled script. Immutable, and shared by all its runs.
 *
 * @param name as messages call it
 * @param function that it defines
 * @param source that it was compiled from
 */
record Script(String name, String function, String source, Prototype code) {}
