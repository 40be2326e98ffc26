package io.pinisi.portal.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PageRequestTest {
    private static final List<String> ROWS =
            List.of("sumba Ready", "bali Ready", "flores Unreachable", "Lombok Ready");

    @Test
    void theOwnOrderHoldsUntilAColumnIsChosen() {
        assertEquals(List.of("bali Ready", "flores Unreachable"), page("", "", false, 0).rows());
        assertEquals(List.of("sumba Ready", "bali Ready"), page("", "length", true, 2).rows());
    }

    @Test
    void everyWordOfTheFilterMustOccurInWhateverCase() {
        Page<String> page = page("  READY lo ", "", false, 0);
        assertEquals(List.of("Lombok Ready"), page.rows());
        assertEquals(1, page.total());
        assertEquals(4, page.all());
    }

    @Test
    void aFilterThatFitsNothingStillKnowsThatThereAreRows() {
        Page<String> page = page("java", "", false, 0);
        assertEquals(List.of(), page.rows());
        assertEquals(0, page.total());
        assertEquals(4, page.all());
    }

    @Test
    void aPageBehindTheLastRowIsEmpty() {
        Page<String> page = page("", "", false, 50);
        assertEquals(List.of(), page.rows());
        assertEquals(4, page.total());
    }

    @Test
    void aPageHasAPlaceAndASize() {
        assertThrows(IllegalArgumentException.class, () -> new PageRequest("", "", false, -1, 10));
        assertThrows(IllegalArgumentException.class, () -> PageRequest.first(0));
        assertThrows(
                IllegalArgumentException.class, () -> PageRequest.first(PageRequest.LARGEST + 1));
    }

    private static Page<String> page(String filter, String sort, boolean descending, int offset) {
        Comparator<String> byName = String.CASE_INSENSITIVE_ORDER;
        return new PageRequest(filter, sort, descending, offset, 2)
                .of(
                        ROWS,
                        Function.identity(),
                        key ->
                                key.equals("length")
                                        ? Comparator.comparing(String::length).thenComparing(byName)
                                        : byName);
    }
}
