package io.pinisi.portal.discovery.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.pinisi.portal.discovery.Leg;
import io.pinisi.portal.discovery.SharedServiceDetail;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.StatusBadge;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** From the clusters that offer a service over its name to those that have it. */
final class ServiceMap extends Div {
    private static final long serialVersionUID = 1L;

    ServiceMap(SharedServiceDetail detail) {
        addClassName("service-map");
        List<Leg> from = detail.legs().stream().filter(Leg::exports).toList();
        List<Leg> to = detail.legs().stream().filter(Leg::imports).toList();
        add(
                lane("Offered by", "No cluster offers it.", from, ServiceMap::offered),
                arrow(),
                middle(detail),
                arrow(),
                lane("Reached from", "No cluster has it.", to, ServiceMap::had));
    }

    private static Div lane(
            String title, String none, List<Leg> legs, Function<Leg, Component> stop) {
        Div lane = new Div(new H3(title));
        lane.addClassName("lane");
        if (legs.isEmpty()) {
            Paragraph empty = new Paragraph(none);
            empty.addClassName("soft");
            lane.add(empty);
            return lane;
        }
        UnorderedList list = new UnorderedList();
        legs.forEach(leg -> list.add(new ListItem(stop.apply(leg))));
        lane.add(list);
        return lane;
    }

    private static Component offered(Leg leg) {
        return stop(
                leg.cluster(),
                leg.offer(),
                leg.readyEndpoints()
                        + " of "
                        + Words.count(leg.endpoints(), "endpoint", "endpoints")
                        + " ready");
    }

    private static Component had(Leg leg) {
        int sum = leg.carried().stream().mapToInt(Leg.Carried::endpoints).sum();
        String sources =
                leg.carried().stream()
                        .map(one -> one.endpoints() + " of " + one.source())
                        .collect(Collectors.joining(", "));
        return stop(
                leg.cluster(),
                leg.intake(),
                sources.isEmpty()
                        ? "no endpoints"
                        : Words.count(sum, "endpoint", "endpoints") + ": " + sources);
    }

    private static Component stop(String cluster, Status status, String words) {
        Div head = new Div(Links.to("clusters/" + cluster, cluster), new StatusBadge(status));
        head.addClassName("card-head");
        Span text = new Span(words);
        text.addClassName("soft");
        Div stop = new Div(head, text);
        stop.addClassName("stop");
        return stop;
    }

    private static Div middle(SharedServiceDetail detail) {
        Div name = new Div(new Code(detail.service().dnsName()));
        Span ports = new Span(String.join(", ", detail.ports()));
        ports.addClassName("soft");
        Div middle = new Div(name, ports);
        middle.addClassName("name-of-all");
        return middle;
    }

    private static Div arrow() {
        Div arrow = new Div();
        arrow.addClassName("arrow-on");
        arrow.getElement().setAttribute("aria-hidden", "true");
        return arrow;
    }
}
