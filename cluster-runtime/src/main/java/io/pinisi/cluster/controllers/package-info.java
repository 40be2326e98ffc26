/**
 * The controllers of a cluster, one package each, and what they share: the environment they run in
 * and the rule by which they claim objects. See {@code DESIGN.md} for identities and rights.
 */
@NullMarked
package io.pinisi.cluster.controllers;

import org.jspecify.annotations.NullMarked;
