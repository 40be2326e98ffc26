package io.pinisi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.account.Account;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleAccountsTest {
    private static final Caller HERE = new Caller("192.0.2.1", "test", "r-1");
    private static final List<String> OPERATORS = List.of(LocalAccounts.OPERATORS);

    private Database database;
    private ConsoleAccounts accounts;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseOptions.memory(UUID.randomUUID().toString()));
        accounts =
                new ConsoleAccounts(
                        database.accounts(), InstantSource.system(), new SecureRandom());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAccountThatIsMadeSignsInWithItsGroups() throws InterruptedException {
        FirstSignIn made = accounts.create("Ayu", List.of("sailors", "cooks"));
        LocalAccounts door =
                new LocalAccounts(
                        database.accounts(),
                        database.audit(),
                        InstantSource.system(),
                        new SecureRandom(),
                        SignInLimits.DEFAULT,
                        name -> {});
        Identity who =
                assertInstanceOf(
                                SignInOutcome.SignedIn.class,
                                door.signIn("ayu", made.password(), HERE))
                        .identity();
        assertEquals(List.of("cooks", "sailors"), who.groups());
        accounts.setDisabled("ayu", true);
        assertEquals(new SignInOutcome.Refused(), door.signIn("ayu", made.password(), HERE));
    }

    @Test
    void everyChangeIsRecorded() throws InterruptedException {
        accounts.create("ayu", List.of("a"));
        accounts.setGroups("ayu", List.of("b"));
        accounts.setDisabled("ayu", true);
        accounts.setDisabled("ayu", false);
        accounts.delete("ayu");
        assertEquals(
                List.of(
                        "delete-account {\"groups\":[\"b\"]}",
                        "enable-account {\"groups\":[\"b\"]}",
                        "disable-account {\"groups\":[\"b\"]}",
                        "change-groups {\"groups\":[\"b\"]}",
                        "create-account {\"groups\":[\"a\"]}"),
                database.audit().read(AuditQuery.newest(10)).stream()
                        .map(AuditRecord::entry)
                        .map(entry -> entry.verb() + " " + entry.detail())
                        .toList());
        assertTrue(accounts.list().isEmpty());
    }

    @Test
    void theLastOperatorStays() throws InterruptedException {
        accounts.create("wayan", OPERATORS);
        accounts.create("ayu", List.of());
        refused(() -> accounts.delete("wayan"));
        refused(() -> accounts.setDisabled("wayan", true));
        refused(() -> accounts.setGroups("wayan", List.of("others")));
        accounts.setGroups("ayu", OPERATORS);
        accounts.setDisabled("wayan", true);
        refused(() -> accounts.delete("ayu"));
        assertEquals(List.of("ayu", "wayan"), accounts.list().stream().map(Account::name).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "a b", "x'; drop table account", "*)(uid=*", "../etc"})
    void namesThatAreNoneAreRefused(String name) {
        refused(() -> accounts.create(name, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"system:masters", "", "a b", "a\nb"})
    void groupsThatAreNoneAreRefused(String group) {
        refused(() -> accounts.create("ayu", List.of(group)));
    }

    @Test
    void whatIsNotThereOrThereAlreadyIsSaid() throws InterruptedException {
        accounts.create("ayu", List.of());
        refused(() -> accounts.create("AYU", List.of()));
        refused(() -> accounts.delete("nobody"));
        refused(() -> accounts.setGroups("nobody", List.of()));
    }

    private static void refused(Executable act) {
        assertThrows(ConsoleAccounts.Refused.class, act);
    }
}
