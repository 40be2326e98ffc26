package io.pinisi.portal.applications;

/** Names an application: the objects of one namespace of the hub that belong together. */
public record ApplicationRef(String namespace, String name) {}
