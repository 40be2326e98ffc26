/**
 * A person's own way to the Kubernetes APIs: the kubeconfig that the profile page hands out, for
 * stock {@code kubectl}.
 *
 * <p>Key types: {@link io.pinisi.portal.kubeconfig.KubernetesApis} (which APIs there are), {@link
 * io.pinisi.portal.kubeconfig.KubeconfigFile} (the file). Invariants: the file holds only tokens of
 * the person who asked for it; each token is for one API; kubectl renews them at the provider, so a
 * sign-out there ends the file too.
 */
@NullMarked
package io.pinisi.portal.kubeconfig;

import org.jspecify.annotations.NullMarked;
