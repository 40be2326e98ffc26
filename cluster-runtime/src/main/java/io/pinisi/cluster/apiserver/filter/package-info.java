/**
 * What happens around every request, one class per concern; their order stands in {@code
 * ApiServerAssembly}.
 */
@NullMarked
package io.pinisi.cluster.apiserver.filter;

import org.jspecify.annotations.NullMarked;
