package io.pinisi.portal.cli;

import io.pinisi.portal.keycloak.AdminConnection;
import io.pinisi.portal.keycloak.RealmSetup;
import io.pinisi.portal.keycloak.RealmWish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prepares the Keycloak realm that people sign in through. */
@Command(
        name = "realm",
        description = "The Keycloak realm that people sign in through.",
        subcommands = RealmCommand.Setup.class)
final class RealmCommand {
    private RealmCommand() {}

    /** Makes what is missing and puts right what is not as it should be. */
    @Command(
            name = "setup",
            description =
                    "Make clients, roles, groups and claim mappers in a realm, or put them right;"
                            + " what is right is left alone.",
            mixinStandardHelpOptions = true)
    static final class Setup implements Callable<Integer> {
        @Option(names = "--server", required = true, description = "Keycloak's address")
        private String server = "";

        @Option(names = "--realm", required = true, description = "made where it is not there")
        private String realm = "";

        @Option(names = "--portal", required = true, description = "the portal's address")
        private String portal = "";

        @Option(names = "--name", description = "of the provider in sso.yaml; the realm's if none")
        private String name = "";

        @Option(names = "--client", description = "of the portal (${DEFAULT-VALUE})")
        private String client = "pinisi-portal";

        @Option(
                names = "--cluster",
                paramLabel = "CLUSTER",
                description = "for kubectl, besides the hub; may stand several times")
        private List<String> clusters = List.of();

        @Option(names = "--admin", description = "administrator of Keycloak (${DEFAULT-VALUE})")
        private String admin = "admin";

        @Option(
                names = "--password-file",
                required = true,
                description = "with the administrator's password")
        private Path passwordFile = Path.of("");

        @Option(
                names = "--secret-file",
                description = "where the portal client's secret is written, for its owner alone")
        private @Nullable Path secretFile;

        @Override
        public Integer call() {
            List<String> apis = new ArrayList<>(List.of("hub"));
            apis.addAll(clusters);
            String provider = name.isEmpty() ? realm : name;
            RealmWish wish =
                    new RealmWish(
                            realm,
                            provider,
                            portal.replaceFirst("/+$", ""),
                            client,
                            apis,
                            List.of("operators", "auditors"));
            try (AdminConnection keycloak =
                    AdminConnection.asAdministrator(
                            URI.create(server.replaceFirst("/+$", "")),
                            admin,
                            Files.readString(passwordFile).strip(),
                            InstantSource.system())) {
                List<String> done = RealmSetup.run(keycloak, wish);
                done.forEach(System.out::println);
                if (done.isEmpty()) {
                    System.out.println("all is as it should be");
                }
                if (secretFile != null) {
                    writePrivate(secretFile, RealmSetup.secret(keycloak, wish));
                }
                return 0;
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                throw new Failure("the realm is not set up: " + e.getMessage(), e);
            }
        }

        private static void writePrivate(Path file, String secret) throws IOException {
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, secret + "\n");
        }
    }
}
