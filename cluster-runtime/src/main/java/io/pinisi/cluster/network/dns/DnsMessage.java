package io.pinisi.cluster.network.dns;

import io.pinisi.cluster.network.address.Cidr;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads questions and writes answers in DNS' own format. */
final class DnsMessage {
    static final int NO_ERROR = 0;
    static final int FORMAT_ERROR = 1;
    static final int SERVER_FAILURE = 2;
    static final int NAME_ERROR = 3;

    private static final int HEADER = 12;
    private static final int MAX = 65_535;
    private static final int TTL = 5;
    private static final int IN = 1;
    private static final int POINTER = 0xc0;

    private DnsMessage() {}

    /**
     * The one question of a message.
     *
     * @param name in lower case, without the last dot
     * @param asked the name, type and class as they came, for the answer to repeat
     */
    record Question(
            int id, boolean recursionDesired, String name, QuestionType type, byte[] asked) {}

    /**
     * @throws IllegalArgumentException where the bytes are no question
     */
    static Question read(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int id = in.getShort() & 0xffff;
            int flags = in.getShort() & 0xffff;
            int questions = in.getShort();
            if ((flags & 0xf800) != 0 || questions != 1) {
                throw new IllegalArgumentException("not a query with one question");
            }
            in.position(HEADER);
            StringBuilder name = new StringBuilder();
            for (int length = in.get() & 0xff; length != 0; length = in.get() & 0xff) {
                if (length > 63) {
                    throw new IllegalArgumentException("a compressed question");
                }
                byte[] label = new byte[length];
                in.get(label);
                name.append(name.isEmpty() ? "" : ".")
                        .append(new String(label, StandardCharsets.ISO_8859_1));
            }
            QuestionType type = QuestionType.of(in.getShort() & 0xffff);
            in.getShort();
            byte[] asked = new byte[in.position() - HEADER];
            in.get(HEADER, asked);
            return new Question(
                    id,
                    (flags & 0x100) != 0,
                    name.toString().toLowerCase(Locale.ROOT),
                    type,
                    asked);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a message cut short", e);
        }
    }

    /** What is left out of an answer that is too long is asked for again over TCP. */
    static byte[] answer(
            Question question, int code, List<DnsRecord> records, String zone, int limit) {
        byte[] whole = write(question, code, records, zone, false);
        return whole.length <= limit ? whole : write(question, code, List.of(), zone, true);
    }

    private static byte[] write(
            Question question, int code, List<DnsRecord> records, String zone, boolean truncated) {
        ByteBuffer out = ByteBuffer.allocate(MAX);
        boolean empty = records.isEmpty() && !truncated && !zone.isEmpty();
        int flags = 0x8480 | (question.recursionDesired() ? 0x100 : 0) | code;
        out.putShort((short) question.id());
        out.putShort((short) (truncated ? flags | 0x200 : flags));
        out.putShort((short) 1);
        out.putShort((short) records.size());
        out.putShort((short) (empty ? 1 : 0));
        out.putShort((short) 0);
        out.put(question.asked());
        Map<String, Integer> written = new HashMap<>();
        written.put(question.name(), HEADER);
        for (DnsRecord record : records) {
            put(out, record, written);
        }
        if (empty) {
            authority(out, zone, written);
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    private static void put(ByteBuffer out, DnsRecord record, Map<String, Integer> written) {
        switch (record) {
            case DnsRecord.Address(String name, String address) -> {
                head(out, name, QuestionType.A, written);
                out.putShort((short) 4).putInt(Cidr.address(address));
            }
            case DnsRecord.Service(String name, int port, String target) -> {
                head(out, name, QuestionType.SRV, written);
                int at = begin(out);
                out.putShort((short) 0).putShort((short) 100).putShort((short) port);
                name(out, target, new HashMap<>());
                end(out, at);
            }
            case DnsRecord.Pointer(String name, String target) -> {
                head(out, name, QuestionType.PTR, written);
                int at = begin(out);
                name(out, target, written);
                end(out, at);
            }
            case DnsRecord.Alias(String name, String target) -> {
                head(out, name, QuestionType.CNAME, written);
                int at = begin(out);
                name(out, target, written);
                end(out, at);
            }
            case DnsRecord.Text(String name, String text) -> {
                head(out, name, QuestionType.TXT, written);
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.putShort((short) (bytes.length + 1)).put((byte) bytes.length).put(bytes);
            }
        }
    }

    private static void authority(ByteBuffer out, String zone, Map<String, Integer> written) {
        head(out, zone, QuestionType.SOA, written);
        int at = begin(out);
        name(out, "ns.dns." + zone, written);
        name(out, "hostmaster." + zone, written);
        out.putInt(1).putInt(7200).putInt(1800).putInt(86_400).putInt(TTL);
        end(out, at);
    }

    private static void head(
            ByteBuffer out, String name, QuestionType type, Map<String, Integer> written) {
        name(out, name, written);
        out.putShort((short) type.code()).putShort((short) IN).putInt(TTL);
    }

    private static int begin(ByteBuffer out) {
        out.putShort((short) 0);
        return out.position();
    }

    private static void end(ByteBuffer out, int at) {
        out.putShort(at - 2, (short) (out.position() - at));
    }

    /** Writes a name, or points to where it or its end was written before. */
    private static void name(ByteBuffer out, String name, Map<String, Integer> written) {
        String rest = name;
        while (!rest.isEmpty()) {
            Integer known = written.get(rest);
            if (known != null) {
                out.putShort((short) (POINTER << 8 | known));
                return;
            }
            if (out.position() < 0x4000) {
                written.put(rest, out.position());
            }
            int dot = rest.indexOf('.');
            byte[] label =
                    (dot < 0 ? rest : rest.substring(0, dot)).getBytes(StandardCharsets.ISO_8859_1);
            out.put((byte) label.length).put(label);
            rest = dot < 0 ? "" : rest.substring(dot + 1);
        }
        out.put((byte) 0);
    }
}
