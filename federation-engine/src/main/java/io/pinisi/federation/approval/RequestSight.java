package io.pinisi.federation.approval;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.Visibility;
import java.util.Map;
import java.util.Set;

/** Of requests a person sees his own, and those that he may decide. */
record RequestSight(String requesterLabel, Set<String> policies) implements Visibility {
    RequestSight {
        policies = Set.copyOf(policies);
    }

    @Override
    public boolean shows(ObjectKey key, Map<String, String> labels) {
        return requesterLabel.equals(labels.get(ApprovalRequest.REQUESTER_LABEL))
                || policies.contains(labels.getOrDefault(ApprovalRequest.POLICY_LABEL, ""));
    }

    /** Policies by name. */
    record Policies(Set<String> names) implements Visibility {
        Policies {
            names = Set.copyOf(names);
        }

        @Override
        public boolean shows(ObjectKey key, Map<String, String> labels) {
            return names.contains(key.name());
        }
    }
}
