/** The pages of policies: the list, the editor with its preview, and the failover drill. */
@NullMarked
package io.pinisi.portal.placement.ui;

import org.jspecify.annotations.NullMarked;
