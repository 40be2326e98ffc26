package io.pinisi.portal.membership;

/** What becomes of the objects that were placed in a cluster when it leaves. */
public enum Leftovers {
    /** They run on there, looked after by nobody here. */
    KEEP,
    /** They are removed first; the cluster stays listed as leaving until they are gone. */
    REMOVE
}
