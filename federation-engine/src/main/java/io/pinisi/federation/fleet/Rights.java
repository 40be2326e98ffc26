package io.pinisi.federation.fleet;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.federation.kinds.FederationKinds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one person may see, as the hub's own authorizer says; each answer counts for a few seconds,
 * so that a list asks once and not once per row.
 */
final class Rights {
    private static final ResourcePath REVIEWS =
            ResourcePath.all(
                    GroupVersionResource.of("authorization.k8s.io/v1", "selfsubjectaccessreviews"));
    private static final GroupVersionResource NAMESPACES =
            GroupVersionResource.of("v1", "namespaces");
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Questions remembered; a person with more namespaces than this is asked for again. */
    private static final int ANSWERS_MAX = 1000;

    private final ApiClient person;
    private final InstantSource clock;
    private final Map<Question, Answer> answers = new HashMap<>();
    private @Nullable Names clusters;
    private @Nullable Names namespaces;

    private record Question(
            String verb, String group, String resource, String namespace, String name) {}

    private record Answer(boolean allowed, Instant at) {}

    /**
     * @param names empty where nobody let the person look
     */
    private record Names(Optional<Set<String>> names, Instant at) {}

    Rights(ApiClient person, InstantSource clock) {
        this.person = person;
        this.clock = clock;
    }

    /**
     * @param namespace empty for all namespaces, or for cluster scope
     */
    boolean may(String verb, String group, String resource, String namespace) {
        return may(new Question(verb, group, resource, namespace, ""));
    }

    /** The same of one object of a cluster-wide kind. */
    boolean mayOne(String verb, String group, String resource, String name) {
        return may(new Question(verb, group, resource, "", name));
    }

    private synchronized boolean may(Question question) {
        Instant now = clock.instant();
        Answer known = answers.get(question);
        if (known != null && now.isBefore(known.at().plus(FRESH))) {
            return known.allowed();
        }
        if (answers.size() >= ANSWERS_MAX) {
            answers.clear();
        }
        boolean allowed = ask(question);
        answers.put(question, new Answer(allowed, now));
        return allowed;
    }

    /** The clusters that exist for the person; empty where they may not list any. */
    synchronized Optional<Set<String>> clusters() {
        Instant now = clock.instant();
        Names known = clusters;
        if (known == null || !now.isBefore(known.at().plus(FRESH))) {
            known = new Names(SeenNames.of(person, FederationKinds.CLUSTERS), now);
            clusters = known;
        }
        return known.names();
    }

    /** False for namespaces of others, without a question for each kind in each of them. */
    synchronized boolean existsFor(String namespace) {
        Instant now = clock.instant();
        Names known = namespaces;
        if (known == null || !now.isBefore(known.at().plus(FRESH))) {
            known = new Names(SeenNames.of(person, NAMESPACES), now);
            namespaces = known;
        }
        return known.names().map(names -> names.contains(namespace)).orElse(true);
    }

    private boolean ask(Question question) {
        ObjectNode review = Json.object();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
        attributes.put("verb", question.verb()).put("resource", question.resource());
        if (!question.group().isEmpty()) {
            attributes.put("group", question.group());
        }
        if (!question.namespace().isEmpty()) {
            attributes.put("namespace", question.namespace());
        }
        if (!question.name().isEmpty()) {
            attributes.put("name", question.name());
        }
        return person.create(REVIEWS, review, WriteOptions.PLAIN)
                .path("status")
                .path("allowed")
                .asBoolean(false);
    }

    /** Whether the hub lists a kind for the person over all namespaces, narrowed or not. */
    boolean maySome(GroupVersionResource resource) {
        try {
            person.list(ResourcePath.all(resource), ListOptions.ALL.page(1, ""));
            return true;
        } catch (ApiException e) {
            if (e.is(Reason.FORBIDDEN)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether in one namespace, or in all. */
    boolean maySee(String group, String resource, String namespace) {
        return may("list", group, resource, "") || may("list", group, resource, namespace);
    }
}
