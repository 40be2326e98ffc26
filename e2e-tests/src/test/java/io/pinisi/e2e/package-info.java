/**
 * Pinisi as its users meet it: the packaged executable, real containers, the real {@code kubectl},
 * a real Chromium.
 *
 * <p>Key types: {@link io.pinisi.e2e.Pinisi} (one running product), {@link io.pinisi.e2e.Kubectl},
 * {@link io.pinisi.e2e.Chromium}. Invariants: nothing here knows a class of the product; as root on
 * Linux a test never falls back to simulated containers.
 */
@NullMarked
package io.pinisi.e2e;

import org.jspecify.annotations.NullMarked;
