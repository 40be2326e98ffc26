package io.pinisi.federation.tunnel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What travels: a kind, the stream it is about, and bytes. */
record Frame(Kind kind, int stream, byte[] payload) {
    static final int PAYLOAD_MAX = 32 << 10;

    /** Each has its letter on the wire. */
    enum Kind {
        OPEN('O'),
        DATA('D'),
        /** The reader has taken so many bytes (four, big-endian). */
        WINDOW('W'),
        /** Nothing more comes in this direction. */
        END('E'),
        /** The stream is over in both directions. */
        RESET('R'),
        PING('P');

        private final int letter;

        Kind(int letter) {
            this.letter = letter;
        }

        static Kind of(int letter) throws IOException {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IOException("the other end speaks another protocol");
        }
    }

    private static final byte[] NOTHING = {};

    static Frame of(Kind kind, int stream) {
        return new Frame(kind, stream, NOTHING);
    }

    static Frame window(int stream, int taken) {
        return new Frame(Kind.WINDOW, stream, ByteBuffer.allocate(4).putInt(taken).array());
    }

    /** What a {@code WINDOW} frame says. */
    int taken() throws IOException {
        if (payload.length != 4) {
            throw new IOException("a window frame of " + payload.length + " bytes");
        }
        return ByteBuffer.wrap(payload).getInt();
    }

    static Frame read(DataInputStream in) throws IOException {
        Kind kind = Kind.of(in.readUnsignedByte());
        int stream = in.readInt();
        int length = in.readInt();
        if (length < 0 || length > PAYLOAD_MAX) {
            throw new IOException("the other end speaks another protocol");
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the connection ended in the middle of a frame");
        }
        return new Frame(kind, stream, payload);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(kind.letter);
        out.writeInt(stream);
        out.writeInt(payload.length);
        out.write(payload);
    }
}
