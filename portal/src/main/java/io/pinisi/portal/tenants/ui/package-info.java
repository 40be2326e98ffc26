/** The pages of tenants: the list, one tenant, and the dialogs of its owners. */
@NullMarked
package io.pinisi.portal.tenants.ui;

import org.jspecify.annotations.NullMarked;
