package io.pinisi.cluster.controllers.storage;

import java.io.IOException;

/** Where the nodes keep volumes that outlive pods. */
public interface NodeFolders {
    /**
     * Makes the folder if it is not there.
     *
     * @return its absolute path, as the node sees it
     * @throws IOException where the node is unknown or its disk refuses
     */
    String make(String node, String volume) throws IOException;

    /** Removes the folder with all that is in it; absent is fine. */
    void remove(String node, String volume) throws IOException;
}
