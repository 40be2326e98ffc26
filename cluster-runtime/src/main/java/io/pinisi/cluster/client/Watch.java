package io.pinisi.cluster.client;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An open watch; read by one thread, closed by any. */
public final class Watch implements AutoCloseable {
    private final Transport.Body.Frames frames;

    Watch(Transport.Body.Frames frames) {
        this.frames = frames;
    }

    /** One event as the wire has it. */
    public record Event(Type type, ObjectNode object) {}

    /** {@code BOOKMARK} carries only a resourceVersion. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED,
        BOOKMARK
    }

    /**
     * The next event, or null when the server ended the watch.
     *
     * @throws ApiException what an ERROR event says; {@code Expired} means: list again
     */
    public @Nullable Event next() throws InterruptedException {
        byte[] frame = frames.next();
        if (frame == null) {
            return null;
        }
        ObjectNode event = Json.parse(frame);
        String type = Json.text(event, "type");
        if (!(event.get("object") instanceof ObjectNode object) || type == null) {
            throw new ApiException(Reason.INTERNAL_ERROR, "a watch event without type or object");
        }
        if (type.equals("ERROR")) {
            throw StatusReader.exception(object);
        }
        return new Event(Type.valueOf(type), object);
    }

    @Override
    public void close() {
        frames.close();
    }
}
