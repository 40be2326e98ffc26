package io.pinisi.portal.keycloak;

import java.nio.file.Path;

/**
 * @param distribution unpacked and built ({@code kc.sh build})
 * @param realm template of the realm to import
 * @param home folder for data and secrets
 * @param port of its pages and API, on loopback; its management takes the next
 * @param portal address that its clients come from
 */
public record KeycloakOptions(Path distribution, Path realm, Path home, int port, String portal) {}
