package io.pinisi.portal.placement;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import java.util.List;

/** What the descheduler sees and would do; each call acts as the person it is given. */
public interface StrandingService {
    Changes changes();

    /**
     * Replicas that find no node at this moment. Those that the person may not see are left out.
     */
    Stranding now(Identity who);

    /**
     * @param waiting the next to be placed elsewhere first
     * @param impact what would move if all of them went now
     */
    record Stranding(List<StrandedRow> waiting, Impact impact) {
        public Stranding {
            waiting = List.copyOf(waiting);
        }
    }
}
