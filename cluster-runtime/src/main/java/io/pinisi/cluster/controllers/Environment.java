package io.pinisi.cluster.controllers;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.controller.event.EventRecorder;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What every controller is given.
 *
 * @param clients a client by user name
 */
public record Environment(
        SharedInformers informers, Function<String, ApiClient> clients, InstantSource clock) {
    /** The name under which a controller of the system writes. */
    public static String user(String account) {
        return "system:serviceaccount:kube-system:" + account;
    }

    public ApiClient as(String account) {
        return clients.apply(user(account));
    }

    public EventRecorder recorder(String account) {
        return EventRecorder.of(as(account), account, clock);
    }
}
