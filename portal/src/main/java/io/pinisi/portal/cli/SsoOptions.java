package io.pinisi.portal.cli;

import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.portal.keycloak.Keycloak;
import io.pinisi.portal.keycloak.KeycloakOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the command line says about single sign-on. */
final class SsoOptions {
    /** Used without being named, where it is there. */
    private static final String USUAL = "sso.yaml";

    @Option(
            names = "--sso",
            paramLabel = "FILE",
            description = "providers of single sign-on (default: PINISI_HOME/sso.yaml, if any)")
    private @Nullable Path file;

    @Option(
            names = "--keycloak",
            paramLabel = "DIR",
            description = "start the Keycloak of this unpacked distribution beside, to try it out")
    private @Nullable Path distribution;

    @Option(
            names = "--realm",
            paramLabel = "FILE",
            description = "template of the realm that this Keycloak begins with")
    private @Nullable Path realm;

    boolean startsKeycloak() {
        return distribution != null;
    }

    Keycloak keycloak(Home home, int port, String portal) {
        if (distribution == null || realm == null) {
            throw new Failure("--keycloak needs --realm");
        }
        try {
            Path folder = Files.createDirectories(home.resolve("keycloak"));
            return Keycloak.start(new KeycloakOptions(distribution, realm, folder, port, portal));
        } catch (IOException e) {
            throw new Failure("Keycloak does not start: " + e.getMessage(), e);
        }
    }

    List<ProviderSettings> providers(Home home) {
        if (file != null) {
            return SsoFile.read(file, home.path());
        }
        Path usual = home.resolve(USUAL);
        return Files.exists(usual) ? SsoFile.read(usual, home.path()) : List.of();
    }
}
