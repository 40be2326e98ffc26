package io.pinisi.db;

import org.jooq.Field;
import org.jooq.SortField;

/** From which end of the log it is looked through. */
enum AuditWay {
    NEWEST_FIRST,
    OLDEST_FIRST;

    <T> SortField<T> order(Field<T> field) {
        return this == NEWEST_FIRST ? field.desc() : field.asc();
    }
}
