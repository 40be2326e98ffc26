package io.pinisi.federation.propagation;

import io.pinisi.federation.override.OverrideIndex;
import io.pinisi.federation.placement.PolicyIndex;

/** The hub's policies as they are now. */
public interface PolicyView {
    PolicyIndex index();

    OverrideIndex overrides();
}
