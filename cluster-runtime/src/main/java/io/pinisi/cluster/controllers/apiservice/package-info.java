/** Keeps one API service for each group and version that this server serves itself. */
@NullMarked
package io.pinisi.cluster.controllers.apiservice;

import org.jspecify.annotations.NullMarked;
