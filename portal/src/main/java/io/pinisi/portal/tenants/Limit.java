package io.pinisi.portal.tenants;

/**
 * One line of a quota.
 *
 * @param percent of the amount that is used, at most 100
 */
public record Limit(String name, String used, String hard, int percent) {}
