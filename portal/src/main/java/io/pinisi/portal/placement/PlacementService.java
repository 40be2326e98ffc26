package io.pinisi.portal.placement;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import java.util.List;

/** Policies and what they would do; each call acts as the person it is given. */
public interface PlacementService {
    /** The most characters of a policy. */
    int LONGEST_POLICY = 256 * 1024;

    Changes changes();

    Page<PolicyRow> policies(Identity who, PageRequest page);

    /** Objects that no policy selects, as {@code Kind namespace/name}. */
    List<String> unmatched(Identity who);

    /** The policy as YAML, without what only the server sets. */
    String text(Identity who, PolicyRef policy);

    /** What saving the policy would do; nothing is written. */
    Impact preview(Identity who, String yaml);

    /** Writes the policy; the faults if the server refuses it. */
    List<Impact.Fault> save(Identity who, String yaml);

    /** What would be left as it is, for objects keep their last placement. */
    void delete(Identity who, PolicyRef policy);

    /** What would happen if the cluster died now and did not come back. */
    Impact drill(Identity who, String cluster);
}
