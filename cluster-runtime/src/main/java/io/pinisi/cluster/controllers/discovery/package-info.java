/** What a server serves, asked of the server itself, so that custom resources are included. */
@NullMarked
package io.pinisi.cluster.controllers.discovery;

import org.jspecify.annotations.NullMarked;
