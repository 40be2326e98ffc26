package io.pinisi.federation.agent;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.membership.LocalMember;
import io.pinisi.federation.reverse.Exchange;
import io.pinisi.federation.reverse.Order;
import io.pinisi.federation.reverse.OrderMessages;
import io.pinisi.federation.reverse.Passage;
import io.pinisi.federation.reverse.Passing;
import io.pinisi.federation.tunnel.MuxStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what the hub asks: of the member's API, and about the order book. */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final LocalMember member;
    private final OrderBook book;
    private final Keeper keeper;

    Desk(LocalMember member, OrderBook book, Keeper keeper) {
        this.member = member;
        this.book = book;
        this.keeper = keeper;
    }

    /** One request on a stream of its own. */
    void serve(MuxStream stream) {
        try (stream) {
            switch (Exchange.asked(stream)) {
                case Exchange.Asked.Of(Exchange.Question question) -> {
                    try (Transport.Response response = answer(question)) {
                        carry(stream, response);
                    }
                }
                case Exchange.Asked.Through(Passing passing) ->
                        Passage.carry(stream, passing, this::pass);
            }
        } catch (IOException e) {
            LOG.debug("request ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("request failed", e);
        }
    }

    /** A watch that the hub gave up is given up in the member as well, also when it is silent. */
    private static void carry(MuxStream stream, Transport.Response response)
            throws IOException, InterruptedException {
        stream.whenOver(response::close);
        Exchange.answer(stream, response);
    }

    private Transport.Response answer(Exchange.Question question) {
        try {
            return switch (question.service()) {
                case API -> ask(question);
                case ORDERS -> orders(question.request());
            };
        } catch (ApiException e) {
            return status(e);
        }
    }

    /** What the hub takes away must not come back while it is away. */
    private Transport.Response ask(Exchange.Question question) {
        Transport.Request request = question.request();
        if (request.method().equals("DELETE") && question.person() == null) {
            int query = request.path().indexOf('?');
            book.forget(query < 0 ? request.path() : request.path().substring(0, query));
        }
        return member.transport(question.person()).send(request);
    }

    private ApiResponse pass(Passing passing) {
        try {
            return member.pass(passing);
        } catch (ApiException e) {
            return ApiResponse.error(e);
        }
    }

    private Transport.Response orders(Transport.Request request) {
        return switch (request.path()) {
            case OrderMessages.LIST -> whole(list(OrderMessages.list(request.body())));
            case OrderMessages.OBJECTS -> {
                OrderMessages.objects(request.body()).forEach(book::put);
                yield whole(Json.bytes(Json.object()));
            }
            default -> throw ApiException.badRequest("no such order: " + request.path());
        };
    }

    private byte[] list(Map<String, String> marks) {
        List<String> lacking = new ArrayList<>();
        marks.forEach(
                (id, mark) -> {
                    boolean known =
                            book.find(id).map(OrderMessages::mark).filter(mark::equals).isPresent();
                    if (!known) {
                        lacking.add(id);
                    }
                });
        book.all().stream()
                .map(Order::id)
                .filter(id -> !marks.containsKey(id))
                .forEach(book::forget);
        return OrderMessages.answer(new OrderMessages.Answer(lacking, keeper.report()));
    }

    private static Transport.Response whole(byte[] body) {
        return new Transport.Response(200, Map.of(), new Transport.Body.Whole(body));
    }

    private static Transport.Response status(ApiException failure) {
        Reason reason = failure.reason();
        byte[] body =
                Json.bytes(
                        Json.object()
                                .put("kind", "Status")
                                .put("apiVersion", "v1")
                                .put("status", "Failure")
                                .put("reason", reason.text())
                                .put("code", reason.code())
                                .put("message", String.valueOf(failure.getMessage())));
        return new Transport.Response(reason.code(), Map.of(), new Transport.Body.Whole(body));
    }
}
