package io.pinisi.federation;

import io.pinisi.federation.membership.Member;
import io.pinisi.federation.propagation.Dispatcher;
import io.pinisi.federation.propagation.Observer;

/** One connected member with what works on it. */
record Link(Member member, Observer observer, Dispatcher dispatcher) implements AutoCloseable {

    @Override
    public void close() {
        dispatcher.close();
        observer.close();
    }
}
