package io.pinisi.portal.keycloak;

import tools.jackson.databind.JsonNode;

/** What is asked of a Keycloak's admin API; paths begin behind {@code /admin/realms}. */
interface AdminApi {
    /** The answer; a missing node where there is no such thing. */
    JsonNode get(String path);

    void post(String path, JsonNode body);

    void put(String path, JsonNode body);
}
