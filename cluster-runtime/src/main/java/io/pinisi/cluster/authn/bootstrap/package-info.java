/**
 * Bootstrap tokens: short secrets with which a machine that knows nothing of a cluster yet finds
 * out that it talks to the right one, and is let in far enough to ask for a certificate.
 *
 * <p>Key types: {@link io.pinisi.cluster.authn.bootstrap.BootstrapToken} is what is handed over,
 * {@link io.pinisi.cluster.authn.bootstrap.BootstrapSecret} the Secret in {@code kube-system} that
 * stands behind it, {@link io.pinisi.cluster.authn.bootstrap.BootstrapTokens} recognises callers by
 * it, and {@link io.pinisi.cluster.authn.bootstrap.TokenSignature} is how the public document with
 * the cluster's authority proves to a holder of the token that it is true.
 *
 * <p>Names, groups and formats are those of Kubernetes. Invariant: a token that is expired, is
 * being deleted or lacks the usage is worth nothing at once, whether or not it was cleaned up.
 */
@NullMarked
package io.pinisi.cluster.authn.bootstrap;

import org.jspecify.annotations.NullMarked;
