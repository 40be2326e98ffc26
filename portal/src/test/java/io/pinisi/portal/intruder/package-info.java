/** Bad actors: each test plays one, at the doors that are open to the network. */
@NullMarked
package io.pinisi.portal.intruder;

import org.jspecify.annotations.NullMarked;
