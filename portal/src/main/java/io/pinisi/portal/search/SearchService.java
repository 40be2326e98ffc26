package io.pinisi.portal.search;

import io.pinisi.auth.Identity;
import java.util.List;

/** Finds what a person may see. Blocking. */
public interface SearchService {
    /**
     * @param text words, and {@code kind:}, {@code ns:}, {@code cluster:} and {@code label:}
     */
    List<Hit> search(Identity who, String text, int limit);
}
