package io.pinisi.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an administrator of Keycloak does there. */
final class KeycloakAdmin {
    private final String url;
    private final String password;
    private final JsonMapper json = JsonMapper.shared();

    KeycloakAdmin(Pinisi pinisi) {
        this.url = pinisi.keycloakUrl();
        this.password = pinisi.keycloakPassword("admin");
    }

    boolean answers() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            url
                                                                    + "/realms/pinisi/.well-known/openid-configuration"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends all of a person's sessions at Keycloak. */
    void logOut(String person) {
        JsonNode users =
                json.readTree(
                        send("GET", "/admin/realms/pinisi/users?exact=true&username=" + person));
        send("POST", "/admin/realms/pinisi/users/" + users.get(0).get("id").asString() + "/logout");
    }

    /** A client of a realm, with all its settings. */
    JsonNode client(String realm, String id) {
        return json.readTree(send("GET", "/admin/realms/" + realm + "/clients?clientId=" + id))
                .path(0);
    }

    private String send(String method, String path) {
        return send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Bearer " + token())
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    private String token() {
        String form =
                "grant_type=password&client_id=admin-cli&username=admin&password="
                        + URLEncoder.encode(password, StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(url + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        return json.readTree(send(request)).get("access_token").asString();
    }

    private static String send(HttpRequest request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(request + " → " + response + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new AssertionError(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
