package io.pinisi.federation.epoch;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets the engine's writes into a member only while the member is this hub's. The first write takes
 * it; from then on the mark is looked at now and then, and before every delete.
 */
public final class Fence implements Transport {
    /** Annotation of a Cluster: the token of the claim that this hub may take over. */
    public static final String CONSENT = "pinisi.io/take-over";

    /** Where the mark is kept in a member. */
    public static final ResourcePath MARK =
            ResourcePath.of(
                    GroupVersionResource.of("v1", "configmaps"),
                    ObjectKey.of("kube-system", "pinisi-federation"));

    private static final WriteOptions OPTIONS = WriteOptions.by("pinisi-fence");
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int TOKEN_BYTES = 8;

    private final String cluster;
    private final Transport open;
    private final ApiClient member;
    private final Ledger ledger;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReentrantLock taking = new ReentrantLock();
    private volatile @Nullable Held held;

    /** What was ours when it was last looked at. */
    private record Held(Claim claim, Instant seen) {}

    /** What the hub knows of its claims. */
    public interface Ledger {
        /** Id of this hub. */
        String hub();

        /** What it wrote in the member, the latest first. */
        List<Claim> claims(String cluster);

        void keep(String cluster, List<Claim> claims);

        /** Token of the claim that a person lets this hub take over; empty for none. */
        String consent(String cluster);

        /** The member is this hub's. */
        void taken(String cluster);

        void fenced(String cluster, String why);

        /**
         * The member is not what this hub left. Nothing is written there until this returns.
         *
         * @param member for reading
         */
        void returned(String cluster, String why, ApiClient member);
    }

    /**
     * @param open the way into the member
     */
    public Fence(
            String cluster,
            Transport open,
            Ledger ledger,
            InstantSource clock,
            RandomGenerator random) {
        this.cluster = cluster;
        this.open = open;
        this.member = new ApiClient(open);
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Response send(Request request) {
        switch (request.method()) {
            case "GET" -> {}
            case "DELETE" -> hold(Duration.ZERO);
            default -> hold(FRESH);
        }
        return open.send(request);
    }

    private void hold(Duration fresh) {
        Held now = held;
        Instant limit = clock.instant().minus(fresh);
        if (now != null && now.seen().isAfter(limit)) {
            return;
        }
        Optional<Claim> found = member.find(MARK).flatMap(Claim::of);
        if (now != null && found.filter(now.claim()::equals).isPresent()) {
            held = new Held(now.claim(), clock.instant());
            return;
        }
        taking.lock();
        try {
            take();
        } finally {
            taking.unlock();
        }
    }

    private void take() {
        Optional<ObjectNode> mark = member.find(MARK);
        Optional<Claim> found = mark.flatMap(Claim::of);
        Held now = held;
        if (now != null && found.filter(now.claim()::equals).isPresent()) {
            return; // another thread took it meanwhile
        }
        held = null;
        List<Claim> known = ledger.claims(cluster);
        switch (Standing.judge(ledger.hub(), known, found, ledger.consent(cluster))) {
            case Standing.Fenced(String why) -> {
                ledger.fenced(cluster, why);
                throw new ApiException(Reason.FORBIDDEN, why);
            }
            case Standing.Returned(long next, String why) -> {
                ledger.returned(cluster, why, member);
                mark(next, mark, found);
            }
            case Standing.Free(long next) -> mark(next, mark, found);
        }
    }

    /**
     * Kept before it is written, together with what is there: after a crash one of both is found.
     * Once it is written, what was there before is an old state.
     */
    private void mark(long epoch, Optional<ObjectNode> mark, Optional<Claim> found) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        Claim claim = new Claim(ledger.hub(), epoch, HexFormat.of().formatHex(token));
        List<Claim> claims = new ArrayList<>(List.of(claim));
        found.filter(one -> one.hub().equals(ledger.hub())).ifPresent(claims::add);
        ledger.keep(cluster, claims);
        ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("namespace", MARK.namespace()).put("name", MARK.name());
        object.set("data", claim.data());
        if (mark.isEmpty()) {
            member.create(ResourcePath.all(MARK.resource()).in(MARK.namespace()), object, OPTIONS);
        } else {
            metadata.put("resourceVersion", Metadata.of(mark.get()).resourceVersion());
            member.patch(MARK, PatchType.MERGE, object, OPTIONS);
        }
        held = new Held(claim, clock.instant());
        ledger.keep(cluster, List.of(claim));
        ledger.taken(cluster);
    }

    /** Takes the mark away, if it is ours: another hub may have the member. */
    public void leave() {
        Optional<ObjectNode> mark = member.find(MARK);
        boolean own =
                mark.flatMap(Claim::of)
                        .filter(claim -> ledger.claims(cluster).contains(claim))
                        .isPresent();
        if (own) {
            ObjectNode options = Json.object();
            options.putObject("preconditions").put("uid", Metadata.uid(mark.orElseThrow()));
            member.delete(MARK, options);
        }
        held = null;
    }
}
