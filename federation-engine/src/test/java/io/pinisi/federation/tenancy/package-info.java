/** Tests of the rules about tenants. */
@NullMarked
package io.pinisi.federation.tenancy;

import org.jspecify.annotations.NullMarked;
