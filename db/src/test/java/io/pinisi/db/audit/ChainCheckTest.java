package io.pinisi.db.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten records in three checkpoints and one record behind them, harmed in every way. */
class ChainCheckTest {
    private static final int RECORDS = 11;
    private static final int PER_CHECKPOINT = 4;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final KeyPair KEYS = keys();
    private static final List<AuditRecord> CHAIN = chain("ann");
    private static final List<Checkpoint> CHECKPOINTS = checkpoints(CHAIN.subList(0, 10), KEYS);

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code actor} of record 6 is the caller's. */
    private static List<AuditRecord> chain(String actor) {
        List<AuditRecord> chain = new ArrayList<>();
        String previous = AuditChain.GENESIS;
        for (int sequence = 1; sequence <= RECORDS; sequence++) {
            AuditEntry entry =
                    new AuditEntry(
                            sequence == 6 ? actor : "ann",
                            List.of("ops", "tenants/“acme”"),
                            "create",
                            "v1 configmaps shop/" + sequence,
                            "r-" + sequence,
                            "127.0.0.1",
                            "api",
                            "allowed",
                            "{\"tab\":\"\t\",\"bell\":\"\u0007\u001f\"}");
            OptionalLong revision =
                    sequence % 2 == 0 ? OptionalLong.of(40 + sequence) : OptionalLong.empty();
            AuditRecord link = AuditChain.link(previous, sequence, NOW, entry, revision);
            chain.add(link);
            previous = link.hash();
        }
        return chain;
    }

    private static List<Checkpoint> checkpoints(List<AuditRecord> chain, KeyPair keys) {
        CheckpointSigner signer = new CheckpointSigner(keys);
        List<Checkpoint> made = new ArrayList<>();
        for (int from = 0; from < chain.size(); from += PER_CHECKPOINT) {
            List<AuditRecord> range =
                    chain.subList(from, Math.min(from + PER_CHECKPOINT, chain.size()));
            MerkleTree tree = new MerkleTree();
            range.forEach(chained -> tree.add(HexFormat.of().parseHex(chained.hash())));
            made.add(
                    signer.sign(
                            new Checkpoint(
                                    made.size() + 1L,
                                    range.getFirst().sequence(),
                                    range.getLast().sequence(),
                                    NOW,
                                    HexFormat.of().formatHex(tree.root()),
                                    range.getLast().hash(),
                                    made.isEmpty() ? AuditChain.GENESIS : made.getLast().digest(),
                                    CheckpointSigner.keyId(keys.getPublic()),
                                    "")));
        }
        return made;
    }

    private static Verification check(List<AuditRecord> chain, List<Checkpoint> checkpoints) {
        ChainCheck check = ChainCheck.against(checkpoints, List.of(), KEYS.getPublic());
        chain.forEach(check::add);
        return check.end();
    }

    private static void assertBrokenAt(long sequence, Verification found, String how) {
        Verification.Broken broken = assertInstanceOf(Verification.Broken.class, found, how);
        assertEquals(sequence, broken.sequence(), how + ": " + broken.reason());
    }

    @Test
    void whatWasNotTouchedIsIntact() {
        assertEquals(
                new Verification.Intact(RECORDS, CHAIN.getLast().hash(), 10, 0),
                check(CHAIN, CHECKPOINTS));
        for (AuditRecord chained : CHAIN) {
            assertEquals(chained, RecordLine.parse(RecordLine.of(chained)));
        }
        for (Checkpoint checkpoint : CHECKPOINTS) {
            assertEquals(checkpoint, Checkpoint.parse(checkpoint.toLine()));
        }
    }

    @Test
    void everyFlippedBitOfEveryRecordIsFoundThere() {
        for (int harmed = 0; harmed < RECORDS; harmed++) {
            byte[] line = RecordLine.of(CHAIN.get(harmed)).getBytes(StandardCharsets.UTF_8);
            for (int bit = 0; bit < line.length * Byte.SIZE; bit++) {
                byte[] other = line.clone();
                other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                ChainCheck check = ChainCheck.ofChain();
                CHAIN.subList(0, harmed).forEach(check::add);
                addLine(check, other);
                CHAIN.subList(harmed + 1, RECORDS).forEach(check::add);
                assertBrokenAt(harmed + 1L, check.end(), "bit " + bit);
            }
        }
    }

    private static void addLine(ChainCheck check, byte[] line) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            check.add(RecordLine.parse(text));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            check.addUnreadable(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void everyRemovedRecordIsNamed() {
        for (int removed = 0; removed < RECORDS - 1; removed++) {
            List<AuditRecord> rest = new ArrayList<>(CHAIN);
            rest.remove(removed);
            assertBrokenAt(removed + 1L, check(rest, CHECKPOINTS), "removed " + removed);
        }
    }

    @Test
    void aTailCutOffBehindTheLastCheckpointIsSeen() {
        for (int left = 0; left < 10; left++) {
            assertBrokenAt(left + 1L, check(CHAIN.subList(0, left), CHECKPOINTS), "left " + left);
        }
        assertInstanceOf(
                Verification.Intact.class, check(CHAIN.subList(0, 10), CHECKPOINTS), "unsealed");
    }

    @Test
    void aChainWrittenAnewIsNotTheOneThatWasSigned() {
        List<AuditRecord> forged = chain("eve");
        assertInstanceOf(Verification.Intact.class, check(forged, List.of()));
        Verification.Broken broken =
                assertInstanceOf(Verification.Broken.class, check(forged, CHECKPOINTS));
        assertEquals(5, broken.sequence());
        assertTrue(broken.reason().contains("records 5 to 8"), broken.reason());
    }

    @Test
    void checkpointsSignedWithAnotherKeyProveNothing() {
        List<AuditRecord> forged = chain("eve");
        List<Checkpoint> forgeries = checkpoints(forged.subList(0, 10), keys());
        assertBrokenAt(1, check(forged, forgeries), "another key");
    }

    @ParameterizedTest
    @ValueSource(bytes = {1, 0x20})
    void everyAlteredByteOfACheckpointIsFound(byte mask) {
        byte[] line = CHECKPOINTS.get(1).toLine().getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < line.length; at++) {
            byte[] other = line.clone();
            other[at] ^= mask;
            Checkpoint read;
            try {
                read = Checkpoint.parse(new String(other, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                continue;
            }
            List<Checkpoint> harmed = List.of(CHECKPOINTS.get(0), read, CHECKPOINTS.get(2));
            assertBrokenAt(5, check(List.of(), harmed), "byte " + at);
        }
    }

    private static Retirement retirement(int from, int to, KeyPair keys) {
        Checkpoint begin = CHECKPOINTS.get(from - 1);
        Checkpoint end = CHECKPOINTS.get(to - 1);
        return new CheckpointSigner(keys)
                .sign(
                        new Retirement(
                                1,
                                from,
                                to,
                                begin.first(),
                                end.last(),
                                NOW,
                                end.digest(),
                                CheckpointSigner.keyId(keys.getPublic()),
                                ""));
    }

    private static Verification check(List<AuditRecord> chain, Retirement retirement) {
        ChainCheck check = ChainCheck.against(CHECKPOINTS, List.of(retirement), KEYS.getPublic());
        chain.forEach(check::add);
        return check.end();
    }

    private static List<AuditRecord> without(int first, int last) {
        return CHAIN.stream()
                .filter(chained -> chained.sequence() < first || chained.sequence() > last)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "1,2", "3,3", "1,3"})
    void recordsThatWereLetGoAreNotMissed(int from, int to) {
        int first = (int) CHECKPOINTS.get(from - 1).first();
        int last = (int) CHECKPOINTS.get(to - 1).last();
        Retirement said = retirement(from, to, KEYS);
        assertEquals(said, Retirement.parse(said.toLine()));
        List<AuditRecord> rest = without(first, last);
        assertEquals(
                new Verification.Intact(
                        rest.size(),
                        CHAIN.getLast().hash(),
                        10 - (last - first + 1),
                        last - first + 1),
                check(rest, said));
        assertInstanceOf(Verification.Intact.class, check(CHAIN, said), "a copy from before");
        for (AuditRecord removed : rest.subList(0, rest.size() - 1)) {
            List<AuditRecord> cut = new ArrayList<>(rest);
            cut.remove(removed);
            assertBrokenAt(removed.sequence(), check(cut, said), "removed " + removed.sequence());
        }
        for (int left = 0; left < rest.size() - 1; left++) {
            assertBrokenAt(
                    rest.get(left).sequence(), check(rest.subList(0, left), said), "left " + left);
        }
    }

    @Test
    void noMoreMayBeMissingThanWasSaid() {
        Retirement said = retirement(2, 2, KEYS);
        assertBrokenAt(1, check(without(1, 8), said), "one more checkpoint");
        assertBrokenAt(9, check(without(5, 9), said), "one more record");
        assertBrokenAt(6, check(without(6, 8), said), "a part of what was let go");
        assertBrokenAt(5, check(without(5, 8), retirement(2, 2, keys())), "another key");
    }

    @Test
    void everyAlteredByteOfARetirementIsFound() {
        byte[] line = retirement(2, 2, KEYS).toLine().getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < line.length; at++) {
            byte[] other = line.clone();
            other[at] ^= 1;
            Retirement read;
            try {
                read = Retirement.parse(new String(other, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                continue;
            }
            assertInstanceOf(Verification.Broken.class, check(without(5, 8), read), "byte " + at);
        }
    }

    @Test
    void aMissingCheckpointIsNamed() {
        Verification found = check(CHAIN, Stream.of(0, 2).map(CHECKPOINTS::get).toList());
        assertEquals(new Verification.Broken(5, "checkpoint 2 is missing"), found);
    }
}
