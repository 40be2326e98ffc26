package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.selector.FieldSelector;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.storage.Freshness;
import io.pinisi.cluster.storage.ListRequest;
import io.pinisi.cluster.storage.Selection;
import io.pinisi.cluster.storage.WatchRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads what a client asks for when it lists or watches, as {@code metav1.ListOptions} has it. */
final class ListQueries {
    private static final String EXACT = "Exact";
    private static final String NOT_OLDER = "NotOlderThan";

    private ListQueries() {}

    static Freshness freshness(String resourceVersion) {
        if (resourceVersion.isEmpty()) {
            return new Freshness.Latest();
        }
        long revision = revision(resourceVersion);
        return revision == 0 ? new Freshness.Cached() : new Freshness.NotOlderThan(revision);
    }

    static ListRequest list(ResourceDefinition definition, ListQuery query) {
        checkMatch(query);
        if (query.limit() < 0) {
            throw ApiException.badRequest("limit must not be negative");
        }
        return new ListRequest(
                selection(definition, query),
                listFreshness(query),
                query.limit(),
                query.continueToken());
    }

    private static Freshness listFreshness(ListQuery query) {
        Freshness plain = freshness(query.resourceVersion());
        boolean exact =
                query.resourceVersionMatch().equals(EXACT)
                        || (query.resourceVersionMatch().isEmpty() && query.limit() > 0);
        return exact && plain instanceof Freshness.NotOlderThan(long revision)
                ? new Freshness.Exactly(revision)
                : plain;
    }

    private static void checkMatch(ListQuery query) {
        String match = query.resourceVersionMatch();
        if (!query.continueToken().isEmpty()) {
            if (!query.resourceVersion().isEmpty() && !query.resourceVersion().equals("0")) {
                throw ApiException.badRequest(
                        "specifying resource version is not allowed when using continue");
            }
            if (!match.isEmpty()) {
                throw invalid("resourceVersionMatch is forbidden when continue is provided");
            }
        }
        if (match.isEmpty()) {
            return;
        }
        if (query.resourceVersion().isEmpty()) {
            throw invalid("resourceVersionMatch is forbidden unless resourceVersion is provided");
        }
        if (!match.equals(EXACT) && !match.equals(NOT_OLDER)) {
            throw invalid(
                    FieldError.notSupported(
                            "resourceVersionMatch",
                            "\"" + match + "\"",
                            List.of(EXACT, NOT_OLDER)));
        }
        if (match.equals(EXACT) && query.resourceVersion().equals("0")) {
            throw invalid("resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
        }
    }

    static WatchRequest watch(ResourceDefinition definition, WatchQuery query) {
        ListQuery list = query.list();
        String version = list.resourceVersion();
        Selection selection = selection(definition, list);
        if (query.sendInitialEvents()) {
            checkInitialEvents(query);
            return new WatchRequest(
                    selection, new WatchRequest.Start.MarkedState(freshness(version)), true);
        }
        WatchRequest.Start start =
                version.isEmpty() || version.equals("0")
                        ? new WatchRequest.Start.State(freshness(version))
                        : new WatchRequest.Start.After(revision(version));
        return new WatchRequest(selection, start, query.bookmarks());
    }

    private static void checkInitialEvents(WatchQuery query) {
        if (!query.list().resourceVersionMatch().equals(NOT_OLDER)) {
            throw invalid(
                    "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (!query.bookmarks()) {
            throw invalid("sendInitialEvents requires setting allowWatchBookmarks to true");
        }
    }

    private static Selection selection(ResourceDefinition definition, ListQuery query) {
        LabelSelector labels = LabelSelector.parse(query.labelSelector());
        FieldSelector fields = FieldSelector.parse(query.fieldSelector());
        for (FieldSelector.Requirement requirement : fields.requirements()) {
            checkField(definition, requirement.field());
        }
        return new Selection(
                query.namespace(),
                unless(query.labelSelector().isBlank(), labels::matches),
                unless(query.fieldSelector().isBlank(), fields::matches),
                query.visibility());
    }

    private static @Nullable Predicate<Map<String, String>> unless(
            boolean everything, Predicate<Map<String, String>> predicate) {
        return everything ? null : predicate;
    }

    private static void checkField(ResourceDefinition definition, String field) {
        boolean known =
                field.equals("metadata.name")
                        || (definition.namespaced() && field.equals("metadata.namespace"))
                        || definition.selectableFields().contains(field);
        if (!known) {
            throw ApiException.badRequest("field label not supported: " + field);
        }
    }

    private static long revision(String text) {
        try {
            long revision = Long.parseLong(text);
            if (revision >= 0) {
                return revision;
            }
        } catch (NumberFormatException e) {
            throw badVersion(text);
        }
        throw badVersion(text);
    }

    private static ApiException badVersion(String text) {
        return ApiException.badRequest(
                "Invalid value: \""
                        + text
                        + "\": strconv.ParseUint: parsing \""
                        + text
                        + "\": invalid syntax");
    }

    private static ApiException invalid(String detail) {
        String field = detail.startsWith("send") ? "sendInitialEvents" : "resourceVersionMatch";
        return invalid(FieldError.forbidden(field, detail));
    }

    private static ApiException invalid(FieldError error) {
        return ApiException.invalid("meta.k8s.io", "ListOptions", "", List.of(error));
    }
}
