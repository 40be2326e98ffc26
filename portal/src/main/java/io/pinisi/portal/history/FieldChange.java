package io.pinisi.portal.history;

/**
 * One field that differs.
 *
 * @param before empty where it was not there
 * @param after empty where it is not there
 */
public record FieldChange(String path, String before, String after) {}
