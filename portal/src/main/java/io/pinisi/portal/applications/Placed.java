package io.pinisi.portal.applications;

import io.pinisi.portal.status.Status;

/** How an application stands in one cluster. */
public record Placed(String cluster, Status status, int ready, int updated, int desired) {}
