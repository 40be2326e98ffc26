package io.pinisi.portal.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstJoinsTest {
    @TempDir Path folder;

    @Test
    void whatWasJoinedOnceIsRememberedOverStarts() {
        try (Home home = Home.open(folder)) {
            FirstJoins joins = new FirstJoins(home);
            assertFalse(joins.isDone("bali"));
            joins.done("bali");
            joins.done("bali");
        }
        try (Home home = Home.open(folder)) {
            assertTrue(new FirstJoins(home).isDone("bali"));
            assertFalse(new FirstJoins(home).isDone("flores"));
        }
    }
}
