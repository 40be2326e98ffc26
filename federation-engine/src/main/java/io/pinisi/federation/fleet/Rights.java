package io.pinisi.federation.fleet;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one person may see, as the hub's own authorizer says; each answer counts for a few seconds,
 * so that a list asks once and not once per row.
 */
final class Rights {
    private static final ResourcePath REVIEWS =
            ResourcePath.all(
                    GroupVersionResource.of("authorization.k8s.io/v1", "selfsubjectaccessreviews"));
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Questions remembered; a person with more namespaces than this is asked for again. */
    private static final int ANSWERS_MAX = 1000;

    private final ApiClient person;
    private final InstantSource clock;
    private final Map<Question, Answer> answers = new HashMap<>();

    private record Question(String verb, String group, String resource, String namespace) {}

    private record Answer(boolean allowed, Instant at) {}

    Rights(ApiClient person, InstantSource clock) {
        this.person = person;
        this.clock = clock;
    }

    /**
     * @param namespace empty for all namespaces, or for cluster scope
     */
    synchronized boolean may(String verb, String group, String resource, String namespace) {
        Question question = new Question(verb, group, resource, namespace);
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
        return person.create(REVIEWS, review, WriteOptions.PLAIN)
                .path("status")
                .path("allowed")
                .asBoolean(false);
    }

    /** Whether in one namespace, or in all. */
    boolean maySee(String group, String resource, String namespace) {
        return may("list", group, resource, "") || may("list", group, resource, namespace);
    }
}
