/** API services: one object for each group and version that is served */
@NullMarked
package io.pinisi.cluster.registry.apiregistration;

import org.jspecify.annotations.NullMarked;
