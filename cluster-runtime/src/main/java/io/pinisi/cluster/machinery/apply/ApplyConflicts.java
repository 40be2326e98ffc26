package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.ApiException.Details;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fields that an apply wants and others own, and the error that says so. */
record ApplyConflicts(SortedMap<Manager, FieldSet> byManager) {

    boolean isEmpty() {
        return byManager.isEmpty();
    }

    FieldSet fields() {
        return byManager.values().stream().reduce(FieldSet.empty(), FieldSet::union);
    }

    /** The conflicts outside of these fields. */
    ApplyConflicts without(FieldSet allowed) {
        SortedMap<Manager, FieldSet> left = new TreeMap<>();
        byManager.forEach(
                (manager, fields) -> {
                    FieldSet rest = fields.difference(allowed);
                    if (!rest.isEmpty()) {
                        left.put(manager, rest);
                    }
                });
        return new ApplyConflicts(left);
    }

    /** Worded as Kubernetes words it, which {@code kubectl} and people know. */
    ApiException asException() {
        List<FieldError> causes = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        byManager.forEach(
                (manager, fields) -> {
                    lines.append(lines.isEmpty() ? "" : "\n");
                    lines.append("conflicts with ").append(manager.inWords()).append(':');
                    for (List<String> path : fields.paths()) {
                        String field = PathStep.text(path);
                        lines.append("\n- ").append(field);
                        String cause = "conflict with " + manager.inWords();
                        causes.add(
                                new FieldError(
                                        field, FieldError.Type.MANAGER_CONFLICT, null, cause));
                    }
                });
        String message =
                causes.size() == 1
                        ? "Apply failed with 1 conflict: "
                                + causes.getFirst().detail()
                                + ": "
                                + causes.getFirst().field()
                        : "Apply failed with " + causes.size() + " conflicts: " + lines;
        return new ApiException(Reason.CONFLICT, message, new Details("", "", "", causes, 0));
    }
}
