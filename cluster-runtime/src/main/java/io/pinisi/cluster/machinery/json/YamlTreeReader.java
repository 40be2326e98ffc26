package io.pinisi.cluster.machinery.json;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds trees from YAML's events, document by document, with limits against hostile nesting. */
final class YamlTreeReader implements AutoCloseable {
    private static final int DEPTH_MAX = 500;

    /** What aliases may add in all: enough for people, too little for a "billion laughs". */
    private static final int ALIASED_NODES_MAX = 100_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Iterator<Event> events;
    private final Map<Anchor, JsonNode> anchors = new HashMap<>();
    private int aliasedNodes;

    YamlTreeReader(String text) {
        LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    boolean hasNext() {
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                anchors.clear();
                return true;
            }
        }
        return false;
    }

    JsonNode next() {
        return value(events.next(), 0);
    }

    private JsonNode value(Event event, int depth) {
        if (depth > DEPTH_MAX) {
            throw fault(event, "exceeded max depth of " + DEPTH_MAX);
        }
        return switch (event) {
            case AliasEvent alias -> aliased(alias);
            case ScalarEvent scalar -> anchored(scalar, scalar(scalar));
            case SequenceStartEvent start -> sequence(start, depth);
            case MappingStartEvent start -> mapping(start, depth);
            default -> throw fault(event, "unexpected " + event.getEventId());
        };
    }

    private JsonNode sequence(SequenceStartEvent start, int depth) {
        ArrayNode array = NODES.arrayNode();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            array.add(value(event, depth + 1));
            event = events.next();
        }
        return anchored(start, array);
    }

    private JsonNode mapping(MappingStartEvent start, int depth) {
        ObjectNode object = NODES.objectNode();
        ObjectNode merged = NODES.objectNode();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            if (isMergeKey(event)) {
                merge(merged, value(events.next(), depth + 1), event);
            } else {
                String key = key(event);
                if (object.has(key)) {
                    throw fault(event, "key \"" + key + "\" already set in map");
                }
                object.set(key, value(events.next(), depth + 1));
            }
            event = events.next();
        }
        merged.properties()
                .forEach(
                        inherited -> {
                            if (!object.has(inherited.getKey())) {
                                object.set(inherited.getKey(), inherited.getValue());
                            }
                        });
        return anchored(start, object);
    }

    private static boolean isMergeKey(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    /** The first of several maps wins. */
    private static void merge(ObjectNode merged, JsonNode value, Event event) {
        if (value instanceof ObjectNode map) {
            map.properties()
                    .forEach(
                            e -> {
                                if (!merged.has(e.getKey())) {
                                    merged.set(e.getKey(), e.getValue());
                                }
                            });
        } else if (value instanceof ArrayNode maps
                && maps.valueStream().allMatch(JsonNode::isObject)) {
            maps.forEach(map -> merge(merged, map, event));
        } else {
            throw fault(event, "map merge requires map or sequence of maps as the value");
        }
    }

    private String key(Event event) {
        JsonNode key = value(event, 0);
        if (key.isString()) {
            return key.stringValue();
        }
        if (key.isNumber() || key.isBoolean()) {
            return key.asString();
        }
        throw fault(event, "a key must be text, not " + key.getNodeType());
    }

    private JsonNode aliased(AliasEvent event) {
        Anchor anchor = event.getAlias();
        JsonNode target = anchors.get(anchor);
        if (target == null) {
            throw fault(event, "unknown anchor '" + anchor.getValue() + "' referenced");
        }
        aliasedNodes += size(target, ALIASED_NODES_MAX - aliasedNodes);
        if (aliasedNodes >= ALIASED_NODES_MAX) {
            throw fault(event, "document contains excessive aliasing");
        }
        return target.deepCopy();
    }

    /** The number of nodes, counted no further than the limit. */
    private static int size(JsonNode node, int limit) {
        int count = 1;
        for (JsonNode child : node) {
            if (count >= limit) {
                return count;
            }
            count += size(child, limit - count);
        }
        return count;
    }

    private JsonNode anchored(NodeEvent event, JsonNode node) {
        Optional<Anchor> anchor = event.getAnchor();
        anchor.ifPresent(name -> anchors.put(name, node));
        return node;
    }

    private JsonNode scalar(ScalarEvent event) {
        String tag = event.getTag().orElse("");
        if (tag.equals("tag:yaml.org,2002:str") || (tag.isEmpty() && !event.isPlain())) {
            return NODES.stringNode(event.getValue());
        }
        @Nullable JsonNode resolved = YamlScalars.resolve(event.getValue());
        if (resolved == null) {
            throw fault(event, "\"" + event.getValue() + "\" has no place in JSON");
        }
        return resolved;
    }

    private static org.snakeyaml.engine.v2.exceptions.ParserException fault(
            Event event, String problem) {
        Optional<Mark> mark = event.getStartMark();
        return new org.snakeyaml.engine.v2.exceptions.ParserException(problem, mark);
    }

    @Override
    public void close() {
        anchors.clear();
    }
}
