package io.pinisi.federation.epoch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StandingTest {
    private static final String HUB = "hub";
    private static final Claim FOURTH = new Claim(HUB, 4, "aa");
    private static final Claim FIFTH = new Claim(HUB, 5, "bb");

    @Test
    void whatNobodyHasIsFree() {
        assertEquals(new Standing.Free(1), judge(List.of(), Optional.empty()));
    }

    @Test
    void aHubGoesOnWithWhatItLeftAlsoIfItWasInterrupted() {
        List<Claim> known = List.of(FIFTH, FOURTH);
        assertEquals(new Standing.Free(6), judge(known, Optional.of(FIFTH)));
        assertEquals(new Standing.Free(6), judge(known, Optional.of(FOURTH)));
    }

    @Test
    void aHubThatKnowsLessThanItDidIsFenced() {
        assertInstanceOf(Standing.Fenced.class, judge(List.of(FOURTH), Optional.of(FIFTH)));
        Claim twin = new Claim(HUB, 4, "cc");
        assertInstanceOf(Standing.Fenced.class, judge(List.of(FOURTH), Optional.of(twin)));
    }

    @Test
    void anotherHubIsFencedUntilAPersonLetsItIn() {
        Claim other = new Claim("other", 9, "dd");
        Standing fenced = judge(List.of(), Optional.of(other));
        assertTrue(fenced.toString().contains("pinisi.io/take-over=dd"));
        assertEquals(
                new Standing.Free(10), Standing.judge(HUB, List.of(), Optional.of(other), "dd"));
    }

    @Test
    void aMemberFromAnOldBackupIsToldApart() {
        Claim old = new Claim(HUB, 2, "ee");
        assertEquals(6, next(judge(List.of(FIFTH, FOURTH), Optional.of(old))));
        assertEquals(6, next(judge(List.of(FIFTH), Optional.empty())));
    }

    @Test
    void aClusterThatJoinsAgainIsFree() {
        assertEquals(new Standing.Free(6), judge(List.of(), Optional.of(FIFTH)));
    }

    @Test
    void claimsAreReadAsTheyWereKept() {
        List<Claim> claims = List.of(FIFTH, FOURTH);
        assertEquals(claims, Claim.kept(HUB, Claim.text(claims)));
        assertEquals(List.of(), Claim.kept(HUB, ""));
    }

    private static long next(Standing standing) {
        return assertInstanceOf(Standing.Returned.class, standing).next();
    }

    private static Standing judge(List<Claim> known, Optional<Claim> found) {
        return Standing.judge(HUB, known, found, "");
    }
}
