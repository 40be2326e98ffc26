package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.json.Json;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets a resource read and write the objects of another one in a form of its own, as events are
 * served by two API groups.
 *
 * @param toStored from the form that is served to the form on disk; may change its argument
 * @param toServed the other way round
 */
public record ConvertingCodec(
        UnaryOperator<ObjectNode> toStored, UnaryOperator<ObjectNode> toServed)
        implements ValueCodec {

    @Override
    public byte[] encode(String key, byte[] json) {
        return WireBytes.value(toStored.apply(Json.parse(json)));
    }

    @Override
    public byte[] decode(String key, byte[] stored) {
        return WireBytes.value(toServed.apply(Json.parse(stored)));
    }
}
