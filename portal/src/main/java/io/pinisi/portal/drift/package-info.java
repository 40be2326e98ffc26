/**
 * What is changed in clusters behind the hub's back, and deletes that wait for a person.
 *
 * <p>Key types: {@link DriftService}, {@link DriftRow} for one field, {@link Hold} for the held
 * deletes of one cluster.
 */
@NullMarked
package io.pinisi.portal.drift;

import org.jspecify.annotations.NullMarked;
