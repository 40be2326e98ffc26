package io.pinisi.portal.drift;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import java.util.List;

/** The drift ledger and held deletes; each call acts as the person it is given. */
public interface DriftService {
    Changes changes();

    /** Newest first. */
    Page<DriftRow> drift(Identity who, PageRequest page);

    /** Leaves a field to its cluster from now on, or takes it back. */
    void accept(Identity who, String id, boolean accepted);

    List<Hold> holds(Identity who);

    /** Lets exactly the deletes of that digest go. */
    void confirm(Identity who, String cluster, String digest);
}
