package io.pinisi.portal.fleet.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.pinisi.portal.fleet.Amount;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Meter;
import io.pinisi.portal.ui.StatusBadge;
import java.util.function.LongFunction;

/** A cluster on the overview. */
final class ClusterCard {
    private ClusterCard() {}

    static Component of(Cluster cluster) {
        Span name = new Span(cluster.name());
        name.addClassName("card-title");
        Div head = new Div(name, new StatusBadge(cluster.status()));
        head.addClassName("card-head");
        Span facts =
                new Span(
                        cluster.nodesReady()
                                + " of "
                                + Words.count(cluster.nodes(), "node", "nodes")
                                + " ready · "
                                + Words.count(cluster.pods(), "pod", "pods")
                                + (cluster.version().isEmpty() ? "" : " · " + cluster.version()));
        facts.addClassName("soft");
        Anchor card = Links.to("clusters/" + cluster.name());
        card.addClassName("card");
        card.add(head, facts);
        card.add(meter("CPU requested", cluster.cpu(), Words::cores));
        card.add(meter("Memory requested", cluster.memory(), Words::bytes));
        return card;
    }

    static Component meter(String label, Amount amount, LongFunction<String> words) {
        return new Meter(
                label,
                amount.percent(),
                amount.isKnown()
                        ? words.apply(amount.used()) + " of " + words.apply(amount.total())
                        : "not known");
    }
}
