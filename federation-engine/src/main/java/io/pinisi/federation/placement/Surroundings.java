package io.pinisi.federation.placement;

import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the engine knows around an object that is only thought of: all that it would decide by. */
public interface Surroundings {
    List<ClusterFacts> clusters();

    /** How long clusters that are not well keep what they have. */
    Patience patience();

    /** With the replicas as the kind has them. */
    TemplateFacts facts(ObjectNode object);

    /** Where it may be, whatever policies say. */
    Territory territory(Template template);

    /** Where it is already, if it exists. */
    Previous previous(Template template);

    /** Others of its namespace that are placed by the company they keep. */
    Collection<Company.Peer> peers(Template template);
}
