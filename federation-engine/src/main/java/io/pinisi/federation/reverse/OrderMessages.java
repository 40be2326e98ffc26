package io.pinisi.federation.reverse;

import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What hub and agent say to each other about orders. The hub lists what it wants by id and mark;
 * the agent names what it lacks, and gets it. So an agent that lost its disk, or missed a change,
 * is right again after one round, and one that is right costs a list.
 */
public final class OrderMessages {
    /** Path of the list. */
    public static final String LIST = "/orders";

    /** Path of the objects that the agent lacks. */
    public static final String OBJECTS = "/orders/objects";

    private OrderMessages() {}

    /**
     * What an agent did while the hub was away.
     *
     * @param since when it was left alone
     * @param corrected changes by others that it put right
     * @param restored objects that others deleted and it brought back
     */
    public record Kept(Instant since, int corrected, int restored) {}

    /**
     * The agent's answer to a list.
     *
     * @param kept once after each time alone
     */
    public record Answer(List<String> lacking, Optional<Kept> kept) {
        public Answer {
            lacking = List.copyOf(lacking);
        }
    }

    /** By id; hash and whether it corrects are one mark, as both make another order. */
    public static byte[] list(Map<String, String> marks) {
        ObjectNode body = Json.object();
        marks.forEach(body.putObject("orders")::put);
        return Json.bytes(body);
    }

    public static Map<String, String> list(byte[] body) {
        Map<String, String> marks = new java.util.LinkedHashMap<>();
        Json.parse(body)
                .path("orders")
                .properties()
                .forEach(e -> marks.put(e.getKey(), e.getValue().asString("")));
        return marks;
    }

    public static String mark(Order order) {
        return order.hash() + (order.corrects() ? "" : ":report");
    }

    public static byte[] answer(Answer answer) {
        ObjectNode body = Json.object();
        answer.lacking().forEach(body.putArray("lacking")::add);
        answer.kept()
                .ifPresent(
                        kept ->
                                body.putObject("kept")
                                        .put("since", kept.since().toString())
                                        .put("corrected", kept.corrected())
                                        .put("restored", kept.restored()));
        return Json.bytes(body);
    }

    static Answer answerOf(byte[] body) {
        ObjectNode tree = Json.parse(body);
        List<String> lacking = new ArrayList<>();
        tree.path("lacking").forEach(id -> lacking.add(id.asString("")));
        JsonNode kept = tree.path("kept");
        return new Answer(
                lacking,
                kept.isObject()
                        ? Optional.of(
                                new Kept(
                                        Instant.parse(kept.path("since").asString("")),
                                        kept.path("corrected").asInt(0),
                                        kept.path("restored").asInt(0)))
                        : Optional.empty());
    }

    static byte[] objects(List<Order> orders) {
        ObjectNode body = Json.object();
        orders.forEach(order -> body.withArray("objects").add(order.tree()));
        return Json.bytes(body);
    }

    public static List<Order> objects(byte[] body) {
        return Json.parse(body).path("objects").valueStream().map(Order::of).toList();
    }
}
