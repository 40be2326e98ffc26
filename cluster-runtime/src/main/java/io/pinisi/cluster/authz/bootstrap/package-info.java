/**
 * The roles and bindings every cluster begins with, and the pass at start that puts back what is
 * missing of them. What an administrator added to them stays.
 *
 * <p>Key type: {@link BootstrapPolicy}. The roles stand in {@code roles.yaml} beside this package.
 */
@NullMarked
package io.pinisi.cluster.authz.bootstrap;

import org.jspecify.annotations.NullMarked;
