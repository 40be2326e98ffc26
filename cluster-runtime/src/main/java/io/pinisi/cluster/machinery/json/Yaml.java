package io.pinisi.cluster.machinery.json;

import io.pinisi.cluster.machinery.error.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes YAML as the tools of Kubernetes do, JSON included: plain words such as {@code
 * yes} and {@code 0o17} mean what they mean there, a duplicate key is an error with its line.
 */
public final class Yaml {
    private Yaml() {}

    /** {@link #parse(String)} of UTF-8 bytes. */
    public static List<ObjectNode> parse(byte[] utf8) {
        try {
            return parse(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
        } catch (CharacterCodingException e) {
            throw fault("the text is not UTF-8");
        }
    }

    /**
     * Reads every document of a stream; empty documents are skipped.
     *
     * @throws ApiException BadRequest that names the line
     */
    public static List<ObjectNode> parse(String text) {
        List<ObjectNode> objects = new ArrayList<>();
        try (YamlTreeReader reader = new YamlTreeReader(text)) {
            while (reader.hasNext()) {
                JsonNode document = reader.next();
                if (document instanceof ObjectNode object) {
                    objects.add(object);
                } else if (!document.isNull()) {
                    throw fault(
                            "a document must be an object, not "
                                    + document.getNodeType()
                                            .toString()
                                            .toLowerCase(java.util.Locale.ROOT));
                }
            }
            return objects;
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(m -> "line " + (m.getLine() + 1) + ": ").orElse("");
            throw fault(line + e.getProblem());
        } catch (YamlEngineException e) {
            throw fault(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            // the scanner takes for granted that an escape is whole and names a character
            throw fault("an escape names no character");
        }
    }

    /** One block-style document in the order of the tree, ending in a newline. */
    public static String print(JsonNode tree) {
        return YamlPrinter.print(tree);
    }

    static ApiException fault(String what) {
        return ApiException.badRequest("error converting YAML to JSON: yaml: " + what);
    }
}
