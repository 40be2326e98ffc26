package io.pinisi.db;

import io.pinisi.db.revision.Revision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What revisions that follow each other change about which keys exist, taken together: by a key's
 * first revision we know whether it was there before, by its last whether it is there after.
 *
 * @param created newest revisions of keys that come into being
 * @param updated newest revisions of keys that were there and still are
 * @param deleted keys that were there and are no more
 */
record LiveChanges(List<Revision> created, List<Revision> updated, List<String> deleted) {
    static LiveChanges of(List<Revision> revisions) {
        Map<String, Revision> first = new LinkedHashMap<>();
        Map<String, Revision> last = new LinkedHashMap<>();
        for (Revision revision : revisions) {
            first.putIfAbsent(revision.key(), revision);
            last.put(revision.key(), revision);
        }
        LiveChanges changes =
                new LiveChanges(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        first.forEach((key, begin) -> changes.add(begin, last.getOrDefault(key, begin)));
        return changes;
    }

    private void add(Revision first, Revision last) {
        boolean before = first.operation() != Revision.Operation.CREATE;
        boolean after = last.operation() != Revision.Operation.DELETE;
        if (after) {
            (before ? updated : created).add(last);
        } else if (before) {
            deleted.add(last.key());
        }
    }
}
