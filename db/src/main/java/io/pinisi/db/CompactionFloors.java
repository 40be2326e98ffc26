package io.pinisi.db;

import io.pinisi.db.history.Chronicle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** How far each follower of the log is; nothing behind the slowest is compacted. */
final class CompactionFloors {
    private final List<Chronicle.Floor> floors = new CopyOnWriteArrayList<>();

    void add(Chronicle.Floor floor) {
        floors.add(floor);
    }

    long lowest(long wanted) {
        return floors.stream().mapToLong(Chronicle.Floor::revision).reduce(wanted, Math::min);
    }
}
