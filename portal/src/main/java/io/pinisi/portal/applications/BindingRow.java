package io.pinisi.portal.applications;

import io.pinisi.portal.status.Status;

/**
 * The decision where one object of an application runs.
 *
 * @param object as {@code Kind namespace/name}
 * @param binding name of the ResourceBinding
 * @param scheduled whether clusters were found for it
 * @param applied whether all of them have it
 */
public record BindingRow(String object, String binding, Status scheduled, Status applied) {}
