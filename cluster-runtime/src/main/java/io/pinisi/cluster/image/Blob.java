package io.pinisi.cluster.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that are served: in memory for what we wrote ourselves, else a stretch of an archive. */
sealed interface Blob {
    long size();

    /** Sends {@code length} bytes from {@code offset} on. */
    void copy(long offset, long length, OutputStream out) throws IOException;

    record InMemory(byte[] bytes) implements Blob {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void copy(long offset, long length, OutputStream out) throws IOException {
            out.write(bytes, (int) offset, (int) length);
        }
    }

    record InArchive(FileChannel archive, long start, long size) implements Blob {
        @Override
        public void copy(long offset, long length, OutputStream out) throws IOException {
            WritableByteChannel channel = Channels.newChannel(out);
            long position = start + offset;
            long end = position + length;
            while (position < end) {
                long sent = archive.transferTo(position, end - position, channel);
                if (sent <= 0) {
                    throw new IOException("the archive ends early");
                }
                position += sent;
            }
        }
    }

    /** All of it; only for small blobs. */
    default byte[] read(int sizeMax) throws IOException {
        if (size() > sizeMax) {
            throw new IOException(size() + " bytes are more than the " + sizeMax + " expected");
        }
        return switch (this) {
            case InMemory memory -> memory.bytes;
            case InArchive(FileChannel archive, long start, long size) -> {
                ByteBuffer buffer = ByteBuffer.allocate((int) size);
                while (buffer.hasRemaining()) {
                    if (archive.read(buffer, start + buffer.position()) < 0) {
                        throw new IOException("the archive ends early");
                    }
                }
                yield buffer.array();
            }
        };
    }

    default String digest() throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            copy(
                    0,
                    size(),
                    new OutputStream() {
                        @Override
                        public void write(int b) {
                            sha.update((byte) b);
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) {
                            sha.update(bytes, offset, length);
                        }
                    });
            return "sha256:" + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
