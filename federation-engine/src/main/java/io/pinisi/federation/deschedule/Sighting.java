package io.pinisi.federation.deschedule;

import io.pinisi.federation.placement.Template;

/**
 * A pod that finds no node now.
 *
 * @param pod its uid
 * @param why in the words of its cluster's scheduler
 */
public record Sighting(Template template, String cluster, String pod, String why) {}
