/**
 * Looking for things by what they are called: clusters, tenants and objects anywhere, behind the
 * search box in the top bar.
 *
 * <p>Key types: {@link SearchService}, {@link Hit}. Invariant: what a person finds is what they
 * could have found on the pages.
 */
@NullMarked
package io.pinisi.portal.search;

import org.jspecify.annotations.NullMarked;
