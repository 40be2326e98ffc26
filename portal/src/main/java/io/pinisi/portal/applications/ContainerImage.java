package io.pinisi.portal.applications;

/** A container of the pod template and its image. */
public record ContainerImage(String container, String image) {}
