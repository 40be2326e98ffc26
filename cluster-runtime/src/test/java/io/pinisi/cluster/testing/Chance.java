package io.pinisi.cluster.testing;

import io.pinisi.cluster.machinery.json.Json;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Random material for property tests. The seed is fixed, so that a build does not fail by chance;
 * {@code -Dpinisi.seed=N} tries another. Messages of assertions name it by {@link #toString}.
 */
public final class Chance {
    private static final long SEED = Long.getLong("pinisi.seed", 20_261_122L);
    private static final int DEPTH = 4;
    private static final List<String> NAMES = List.of("a", "b", "c", "d/e", "f~g", "h.i", "");

    private final Random random = new Random(SEED);

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean coin() {
        return random.nextBoolean();
    }

    public <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    public byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A text of these characters. */
    public String text(String alphabet, int most) {
        int length = random.nextInt(most + 1);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** An object without nulls. */
    public ObjectNode object() {
        return object(DEPTH);
    }

    private ObjectNode object(int depth) {
        ObjectNode object = Json.object();
        int fields = random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            object.set(one(NAMES), node(depth - 1));
        }
        return object;
    }

    private JsonNode node(int depth) {
        int kind = random.nextInt(depth > 0 ? 6 : 3);
        return switch (kind) {
            case 0 -> IntNode.valueOf(random.nextInt(5));
            case 1 -> StringNode.valueOf(text("xyz", 3));
            case 2 -> BooleanNode.valueOf(random.nextBoolean());
            case 3 -> {
                ArrayNode list = Json.mapper().createArrayNode();
                int items = random.nextInt(4);
                for (int i = 0; i < items; i++) {
                    list.add(node(depth - 1));
                }
                yield list;
            }
            default -> object(depth);
        };
    }

    @Override
    public String toString() {
        return "seed " + SEED;
    }
}
