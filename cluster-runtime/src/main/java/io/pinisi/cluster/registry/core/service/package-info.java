/** Services: allocation of addresses and node ports, rules, columns. */
@NullMarked
package io.pinisi.cluster.registry.core.service;

import org.jspecify.annotations.NullMarked;
