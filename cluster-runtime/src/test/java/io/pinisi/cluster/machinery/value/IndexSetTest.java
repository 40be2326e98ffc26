package io.pinisi.cluster.machinery.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSetTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1,3-5,7", "0-9"})
    void readsWhatItWrites(String text) {
        assertEquals(text, IndexSet.parse(text, 10).toString());
    }

    @Test
    void joinsNeighbours() {
        IndexSet set = IndexSet.of(IntStream.of(4, 1, 2)).plus(IndexSet.parse("3", 10));
        assertEquals("1-4", set.toString());
        assertEquals(4, set.size());
        assertEquals("2-3", set.and(IndexSet.parse("0,2-3,7", 10)).toString());
        assertTrue(set.contains(3));
        assertFalse(set.contains(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    a     | cannot convert string to integer for index: "a"
                    5     | too large index: "5"
                    1-2-3 | the fragment "1-2-3" violates the requirement that an index interval can have at most two parts separated by '-'
                    2,1   | non-increasing order, previous: 2, current: 1
                    3-3   | non-increasing order, previous: 3, current: 3
                    """)
    void saysWhatIsWrong(String text, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> IndexSet.parse(text, 5));
        assertEquals(message, e.getMessage());
    }

    @Test
    void leavesOutWhatLiesBeyondWhenLenient() {
        assertEquals("1,3-4", IndexSet.lenient("1,x,3-7,99", 5).toString());
    }
}
