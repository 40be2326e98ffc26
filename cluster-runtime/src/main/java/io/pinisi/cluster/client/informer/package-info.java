/**
 * Local, indexed copies of collections: one list, then a watch, then handlers told of each change.
 *
 * <p>{@code Informer} follows one collection, {@code SharedInformers} makes sure that each is
 * followed once per client, {@code Lister} reads. Invariants: the copy is changed before a handler
 * hears of the change, so a handler's reader sees it; changes of one object arrive in order;
 * handlers run on the informer's own thread and only enqueue; the trees that are handed out are
 * shared and never modified by anyone, {@code managedFields} is dropped from them.
 */
@NullMarked
package io.pinisi.cluster.client.informer;

import org.jspecify.annotations.NullMarked;
