package io.pinisi.portal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiAddressTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, 127.0.0.1, https://127.0.0.1:6443, 127.0.0.1",
                "10.1.2.3, -, 10.1.2.3, https://10.1.2.3:6443, 10.1.2.3",
                "0.0.0.0, https://hub.example, 0.0.0.0, https://hub.example, hub.example",
                "-, https://hub.example:443/, 127.0.0.1, https://hub.example:443, hub.example",
                "0.0.0.0, 'https://[fd00::1]:6443', 0.0.0.0, 'https://[fd00::1]:6443', fd00::1",
            })
    void othersAreToldWhereTheyReachIt(
            String bind, String given, String listens, String url, String name) {
        ApiAddress address =
                ApiAddress.of(
                        Map.of(
                                "PINISI_HUB_BIND", bind == null ? "" : bind,
                                "PINISI_HUB_URL", given == null ? "" : given),
                        6443);
        assertEquals(listens, address.bind());
        assertEquals(url, address.url().toString());
        assertEquals(Set.of(name), address.names());
    }

    @Test
    void listeningEverywhereIsNoAddressForOthers() {
        ApiAddress address = ApiAddress.of(Map.of("PINISI_HUB_BIND", "0.0.0.0"), 7443);
        assertFalse(address.url().toString().contains("0.0.0.0"), address.url().toString());
        assertEquals(7443, address.url().getPort());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hub.example",
                "hub.example:6443",
                "https://hub.example/path",
                "https://me@hub.example",
                "https://hub.example?x=1",
                "https://",
                "https://hub example",
            })
    void whatCannotBeToldIsRefused(String url) {
        assertThrows(Failure.class, () -> ApiAddress.of(Map.of("PINISI_HUB_URL", url), 6443), url);
    }

    @Test
    void aNameIsNoAddressToListenOn() {
        assertThrows(
                Failure.class, () -> ApiAddress.of(Map.of("PINISI_HUB_BIND", "hub.example"), 6443));
    }
}
