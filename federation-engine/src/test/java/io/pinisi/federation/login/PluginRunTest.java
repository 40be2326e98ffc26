package io.pinisi.federation.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a real program, which says what it was given. */
final class PluginRunTest {
    private static final String VERSION = "client.authentication.k8s.io/v1";
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir Path folder;
    private Path program;

    @BeforeEach
    void program() throws IOException {
        program =
                Files.createFile(
                        folder.resolve("fetch-token"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void theProgramGetsItsArgumentsAndVariablesAndNothingElseOfThisServer() throws IOException {
        says(
                """
                echo "$1 $AWS_PROFILE $KUBERNETES_EXEC_INFO" > %1$s/seen
                env | cut -d= -f1 | sort > %1$s/variables
                echo '{"apiVersion":"%2$s","kind":"ExecCredential",'
                echo '"status":{"token":"abc","expirationTimestamp":"2030-01-01T01:00:00Z"}}'
                """
                        .formatted(folder, VERSION));
        Token token = fetch(true);
        assertEquals("abc", token.value());
        assertEquals(Instant.parse("2030-01-01T01:00:00Z"), token.expiry());
        assertEquals(
                "get-token shop {\"apiVersion\":\""
                        + VERSION
                        + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false,"
                        + "\"cluster\":{\"server\":\"https://api.example\"}}}\n",
                Files.readString(folder.resolve("seen")));
        List<String> variables = Files.readAllLines(folder.resolve("variables"));
        assertTrue(
                Set.of("AWS_PROFILE", "HOME", "KUBERNETES_EXEC_INFO", "PATH", "PWD", "SHLVL", "_")
                        .containsAll(variables),
                variables::toString);
    }

    @Test
    void aTokenThatDoesNotSayWhenItEndsIsUsedForAWhile() throws IOException {
        says("echo '{\"apiVersion\":\"" + VERSION + "\",\"status\":{\"token\":\"abc\"}}'");
        assertEquals(NOW.plus(Token.UNSAID), fetch(false).expiry());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo 'sign in first' >&2; exit 3 | ended with 3: sign in first",
                "echo hello | did not print an ExecCredential",
                "echo '{\"apiVersion\":\"v0\",\"status\":{\"token\":\"a\"}}' | printed a v0 where",
                "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\"}' | gave no token",
                "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":"
                        + "{\"clientCertificateData\":\"x\"}}' | without its key",
                "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientCertificateData\":\"x\",\"clientKeyData\":\"y\"}}'"
                    + " | is not in PEM",
                "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":"
                        + "{\"token\":\"a\",\"expirationTimestamp\":\"soon\"}}' | is no time",
            })
    void whatGoesWrongIsToldInWords(String script, String words) throws IOException {
        says(script);
        ApiException failure = assertThrows(ApiException.class, () -> fetch(false));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith("the credential plugin fetch-token "), message);
        assertTrue(message.contains(words), message);
    }

    @Test
    void onlyWhatTheOperatorAllowsIsRun() {
        PluginRules rules = new PluginRules(Map.of("aws", Path.of("/opt/aws")), Set.of());
        assertEquals(
                List.of("exec.command", "exec.env[AWS_PROFILE]"),
                rules.faults(plugin(false), "exec").stream().map(FieldError::field).toList());
        Logins logins = new Logins(PluginRules.NONE, this::anywhere, () -> NOW);
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                logins.open(
                                        plugin(false),
                                        Json.object(),
                                        new Logins.Keeping(null, token -> {})));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("allows no credential plugins"),
                refusal::getMessage);
    }

    private void anywhere(URI address) {
        assertEquals("https", address.getScheme());
    }

    private void says(String script) throws IOException {
        Files.writeString(program, "#!/bin/sh\n" + script);
    }

    private Token fetch(boolean wantsCluster) {
        return new PluginRun(
                        program,
                        plugin(wantsCluster),
                        Json.object().put("server", "https://api.example"),
                        () -> NOW)
                .fetch();
    }

    private static Login.Plugin plugin(boolean wantsCluster) {
        return new Login.Plugin(
                VERSION,
                "fetch-token",
                List.of("get-token"),
                Map.of("AWS_PROFILE", "shop"),
                wantsCluster);
    }
}
