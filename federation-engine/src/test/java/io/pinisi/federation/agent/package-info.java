/** Tests of agents. */
@NullMarked
package io.pinisi.federation.agent;

import org.jspecify.annotations.NullMarked;
