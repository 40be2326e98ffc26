/**
 * The deploy flow: manifests and a wish where to run them become objects and policies on the hub,
 * checked as a whole by the hub's own dry run before anything is written.
 *
 * <p>Key types: {@link io.pinisi.federation.deploy.Deployer}, {@link
 * io.pinisi.federation.deploy.DeployRequest}. Everything is done as the person who asks.
 */
@NullMarked
package io.pinisi.federation.deploy;

import org.jspecify.annotations.NullMarked;
