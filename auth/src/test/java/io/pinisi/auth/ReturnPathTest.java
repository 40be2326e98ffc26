package io.pinisi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
    @Test
    void ownPagesAreFollowed() {
        assertEquals(
                "/applications/shop/web?tab=pods",
                ReturnPath.of("/applications/shop/web?tab=pods"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example/",
                "/a\r\nSet-Cookie: x=y",
                "/\tx",
                "javascript:alert(1)",
                "/sign-in",
                "/sign-out",
                "",
                "/\u200bx"
            })
    void everythingElseLeadsHome(String wanted) {
        assertEquals("/", ReturnPath.of(wanted));
    }

    @Test
    void nothingLeadsHome() {
        assertEquals("/", ReturnPath.of(null));
    }
}
