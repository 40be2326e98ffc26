package io.pinisi.portal.approvals;

import java.util.List;

/**
 * What is open for one person.
 *
 * @param requests newest first
 * @param access that the person may ask for
 */
public record Inbox(List<Approval> requests, List<AccessOffer> access) {
    public Inbox {
        requests = List.copyOf(requests);
        access = List.copyOf(access);
    }

    public List<Approval> with(Approval.Turn turn) {
        return requests.stream().filter(one -> one.turn() == turn).toList();
    }
}
