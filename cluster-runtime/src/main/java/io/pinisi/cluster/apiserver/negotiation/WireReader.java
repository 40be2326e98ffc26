package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.machinery.error.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the primitives of protobuf's wire format; whatever breaks them is the client's fault. */
final class WireReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    WireReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean hasNext() {
        return at < end;
    }

    int tag() {
        return (int) varint();
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = next();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw broken();
    }

    double fixed64() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits |= (next() & 0xffL) << (8 * i);
        }
        return Double.longBitsToDouble(bits);
    }

    WireReader message() {
        int length = length();
        WireReader inner = new WireReader(bytes, at, at + length);
        at += length;
        return inner;
    }

    String text() {
        int length = length();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    byte[] bytes() {
        int length = length();
        byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return copy;
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw broken();
        }
        return (int) length;
    }

    private byte next() {
        if (at >= end) {
            throw broken();
        }
        return bytes[at++];
    }

    void skip(int tag) {
        switch (tag & 7) {
            case 0 -> varint();
            case 1 -> fixed64();
            case 2 -> message();
            case 5 -> {
                for (int i = 0; i < 4; i++) {
                    next();
                }
            }
            default -> throw broken();
        }
    }

    private static ApiException broken() {
        return ApiException.badRequest("the body is no well-formed protobuf");
    }
}
