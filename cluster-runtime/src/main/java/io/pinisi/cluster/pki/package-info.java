/**
 * The keys of one control plane: its certificate authority, the certificates it signs, the key that
 * signs service-account tokens. Kept in the control plane's home, readable by its owner only.
 *
 * <p>Key types: {@link Pki}, {@link Credential}. Every key is ECDSA P-256. Two control planes never
 * share an authority.
 */
@NullMarked
package io.pinisi.cluster.pki;

import org.jspecify.annotations.NullMarked;
