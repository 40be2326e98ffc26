/** The way every part of Pinisi talks to an API server, in process or over HTTP. */
@NullMarked
package io.pinisi.cluster.client;

import org.jspecify.annotations.NullMarked;
