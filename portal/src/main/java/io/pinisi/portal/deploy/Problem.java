package io.pinisi.portal.deploy;

/**
 * One fault, worded by the server that found it.
 *
 * @param document which document, from 1; 0 where it concerns all
 * @param object such as {@code Deployment/web}, may be empty
 * @param field path of the field, empty where it concerns the whole document
 */
public record Problem(int document, String object, String field, String message) {}
