package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Map;

/**
 * Which objects of a collection exist for one reader. Two that are equal show the same objects, so
 * that a reader whose rights changed can be told from one whose rights are as they were.
 */
@FunctionalInterface
public interface Visibility {
    boolean shows(ObjectKey key, Map<String, String> labels);
}
