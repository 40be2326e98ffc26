package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.federation.placement.Template;
import java.util.Optional;

/** How much objects may ask for in all clusters together. */
public interface Allowance {

    /**
     * Takes as much for an object, in place of what it had.
     *
     * @return why not, and it keeps what it had; empty where it was taken
     */
    Optional<String> take(Template template, ResourceAmounts before, ResourceAmounts wanted);

    /** The object is nowhere any more. */
    void giveBack(Template template);
}
