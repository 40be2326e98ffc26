/**
 * Ends namespaces: empties a namespace that is being deleted of every resource that discovery
 * knows, custom ones included, and then lets it go. What still remains stands in its conditions.
 */
@NullMarked
package io.pinisi.cluster.controllers.namespace;

import org.jspecify.annotations.NullMarked;
