package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.approval.ApprovalPolicy;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.portal.approvals.AccessOffer;
import io.pinisi.portal.approvals.AccessWish;
import io.pinisi.portal.approvals.Approval;
import io.pinisi.portal.approvals.ApprovalService;
import io.pinisi.portal.approvals.Inbox;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** ApprovalRequests of the hub, read and written as the person. */
final class HubApprovals implements ApprovalService {
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-portal").strict();
    private static final ResourcePath REQUESTS =
            ResourcePath.all(FederationKinds.APPROVAL_REQUESTS);

    private static final ListOptions PENDING = ListOptions.ALL.fields("status.state=Pending");
    private static final ListOptions OPEN =
            ListOptions.ALL.fields("status.state!=Denied,status.state!=Expired,status.state!=Used");

    private static final Comparator<Approval> NEWEST =
            Comparator.comparing(Approval::asked, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .reversed()
                    .thenComparing(Approval::id);

    private final People people;
    private final Changes changes;
    private final InstantSource clock;

    HubApprovals(People people, Changes changes, InstantSource clock) {
        this.people = people;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Inbox inbox(Identity who) {
        Map<String, ApprovalPolicy> policies = policies(who);
        UserInfo user = People.user(who);
        List<AccessOffer> access =
                policies.values().stream()
                        .filter(policy -> !policy.access().isEmpty())
                        .filter(policy -> policy.requesters().include(user))
                        .sorted(Comparator.comparing(ApprovalPolicy::name))
                        .map(
                                policy ->
                                        new AccessOffer(
                                                policy.name(),
                                                policy.access(),
                                                policy.valid(),
                                                policy.ticketRequired()))
                        .toList();
        return new Inbox(list(who, policies, OPEN), access);
    }

    @Override
    public int waiting(Identity who) {
        Map<String, ApprovalPolicy> policies = policies(who);
        UserInfo user = People.user(who);
        if (policies.values().stream().noneMatch(policy -> policy.approvers().include(user))) {
            return 0;
        }
        return (int)
                list(who, policies, PENDING).stream()
                        .filter(one -> one.turn() == Approval.Turn.TO_DECIDE)
                        .count();
    }

    @Override
    public Page<Approval> over(Identity who, PageRequest page) {
        List<Approval> over =
                list(who, policies(who), ListOptions.ALL).stream()
                        .filter(one -> one.turn() == Approval.Turn.OVER)
                        .toList();
        return page.of(
                over,
                one ->
                        String.join(
                                " ",
                                one.what(),
                                one.requester(),
                                one.reason(),
                                one.ticket(),
                                one.policy(),
                                one.state().word(),
                                String.join(" ", one.said())),
                HubApprovals::order);
    }

    private static Comparator<Approval> order(String key) {
        return switch (key) {
            case "requester" -> Comparator.comparing(Approval::requester).thenComparing(NEWEST);
            case "state" ->
                    Comparator.comparing((Approval one) -> one.state().word())
                            .thenComparing(NEWEST);
            default -> NEWEST;
        };
    }

    @Override
    public Approval request(Identity who, String id) {
        return new Approvals(People.user(who), policies(who), clock.instant())
                .read(people.hub(who).get(REQUESTS.named(id)));
    }

    private List<Approval> list(
            Identity who, Map<String, ApprovalPolicy> policies, ListOptions which) {
        Approvals approvals = new Approvals(People.user(who), policies, clock.instant());
        return people.hub(who).list(REQUESTS, which).items().stream()
                .map(approvals::read)
                .sorted(NEWEST)
                .toList();
    }

    private Map<String, ApprovalPolicy> policies(Identity who) {
        ApiClient hub = people.hub(who);
        return hub
                .list(ResourcePath.all(FederationKinds.APPROVAL_POLICIES), ListOptions.ALL)
                .items()
                .stream()
                .map(ApprovalPolicy::of)
                .collect(Collectors.toMap(ApprovalPolicy::name, Function.identity()));
    }

    @Override
    public void approve(Identity who, String request, String comment) {
        decide(who, request, "Approve", comment);
    }

    @Override
    public void deny(Identity who, String request, String comment) {
        decide(who, request, "Deny", comment);
    }

    private void decide(Identity who, String request, String decision, String comment) {
        write(who, request, Map.of("decision", decision, "comment", comment.strip()));
    }

    @Override
    public void explain(Identity who, String request, String reason, String ticket) {
        write(who, request, Map.of("reason", reason.strip(), "ticket", ticket.strip()));
    }

    private void write(Identity who, String request, Map<String, String> fields) {
        ObjectNode patch = Json.object();
        ObjectNode spec = patch.putObject("spec");
        fields.forEach(spec::put);
        people.hub(who).patch(REQUESTS.named(request), PatchType.MERGE, patch, WRITE);
    }

    @Override
    public String ask(Identity who, AccessWish wish) {
        ObjectNode object = Json.object().put("apiVersion", FederationKinds.PINISI_API);
        object.put("kind", "ApprovalRequest").putObject("metadata").put("generateName", "access-");
        ObjectNode spec = object.putObject("spec").put("policy", wish.policy());
        spec.put("reason", wish.reason().strip());
        if (!wish.ticket().isBlank()) {
            spec.put("ticket", wish.ticket().strip());
        }
        ObjectNode access = spec.putObject("access");
        fill(access.putArray("to"), wish.to());
        fill(access.putArray("clusters"), wish.clusters());
        fill(access.putArray("namespaces"), wish.namespaces());
        if (!wish.pods().isEmpty()) {
            fill(access.putArray("pods"), wish.pods());
        }
        access.put("seconds", wish.time().toSeconds());
        return Metadata.of(people.hub(who).create(REQUESTS, object, WRITE)).name();
    }

    private static void fill(ArrayNode list, Collection<String> values) {
        values.stream().sorted().forEach(list::add);
    }
}
