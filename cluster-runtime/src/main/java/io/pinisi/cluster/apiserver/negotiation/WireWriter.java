package io.pinisi.cluster.apiserver.negotiation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the primitives of protobuf's wire format from the end to the beginning, so that the length
 * of a message is known when its head is written and nothing is copied from level to level.
 */
final class WireWriter {
    private static final int INITIAL_BYTES = 1024;
    private static final int LENGTH_DELIMITED = 2;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int start = INITIAL_BYTES;

    /** How much is written so far: where a message ends that is begun now. */
    int written() {
        return bytes.length - start;
    }

    void number(int field, long value) {
        varint(value);
        tag(field, 0);
    }

    void fixed64(int field, double value) {
        long bits = Double.doubleToLongBits(value);
        reserve(8);
        for (int i = 0; i < 8; i++) {
            bytes[--start] = (byte) (bits >>> (8 * (7 - i)));
        }
        tag(field, 1);
    }

    void text(int field, String text) {
        bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(int field, byte[] content) {
        raw(content);
        varint(content.length);
        tag(field, LENGTH_DELIMITED);
    }

    /** The head of the message that was written since its end was marked. */
    void message(int field, int end) {
        varint(written() - end);
        tag(field, LENGTH_DELIMITED);
    }

    /** The head of a field whose content of so many bytes follows elsewhere. */
    void head(int field, long length) {
        varint(length);
        tag(field, LENGTH_DELIMITED);
    }

    void raw(byte[] content) {
        reserve(content.length);
        start -= content.length;
        System.arraycopy(content, 0, bytes, start, content.length);
    }

    byte[] toBytes() {
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }

    private void tag(int field, int wireType) {
        varint(((long) field << 3) | wireType);
    }

    private void varint(long value) {
        int size = Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
        reserve(size);
        start -= size;
        long rest = value;
        for (int i = 0; i < size; i++) {
            boolean last = i == size - 1;
            bytes[start + i] = (byte) (last ? rest & 0x7f : (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
    }

    private void reserve(int more) {
        if (more <= start) {
            return;
        }
        int written = written();
        int size = Math.max(Math.multiplyExact(bytes.length, 2), written + more);
        byte[] larger = new byte[size];
        System.arraycopy(bytes, start, larger, size - written, written);
        bytes = larger;
        start = size - written;
    }
}
