/**
 * Bringing an application into clusters: from a manifest or a short form to a checked plan, and
 * from the plan to the hub.
 *
 * <p>Key types: {@link DeployService}, {@link DeployRequest}, {@link Plan}; {@link AppForm} writes
 * the manifest that the form stands for. Invariant: what is deployed is what the plan showed, and
 * nothing is written before every document has passed the server's dry run.
 */
@NullMarked
package io.pinisi.portal.deploy;

import org.jspecify.annotations.NullMarked;
