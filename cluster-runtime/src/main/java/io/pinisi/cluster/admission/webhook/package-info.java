/**
 * Asks servers outside about requests: first those that may change the object, in the order of
 * their names, and again where a later one changed it; then those that only judge.
 *
 * <p>Key types: {@link io.pinisi.cluster.admission.webhook.Webhooks} chooses and calls, {@link
 * io.pinisi.cluster.admission.webhook.WebhookCaller} is the way to a server.
 */
@NullMarked
package io.pinisi.cluster.admission.webhook;

import org.jspecify.annotations.NullMarked;
