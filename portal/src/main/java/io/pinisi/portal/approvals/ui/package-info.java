/** The pages on which approvals are asked for and given: the inbox, one request, and access. */
@NullMarked
package io.pinisi.portal.approvals.ui;

import org.jspecify.annotations.NullMarked;
