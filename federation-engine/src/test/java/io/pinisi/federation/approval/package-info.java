/** Tests of the rules about approvals. */
@NullMarked
package io.pinisi.federation.approval;

import org.jspecify.annotations.NullMarked;
