package io.pinisi.cluster.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The request that objects are written by, where a rule judges what a person does and not only what
 * each object becomes: one for all objects of a collection. Thread-safe: the objects of a
 * collection are written side by side.
 */
public final class Act {
    private final String verb;
    private final String requestId;
    private final String impersonator;
    private final Map<String, String> notes = new TreeMap<>();
    private final List<Runnable> undone = new ArrayList<>();
    private List<Target> collection = List.of();

    /** One object of a collection that is deleted. */
    public record Target(String name, String uid) {}

    /**
     * @param impersonator who acts as the user, empty where nobody does
     */
    public Act(String verb, String requestId, String impersonator) {
        this.verb = verb;
        this.requestId = requestId;
        this.impersonator = impersonator;
    }

    /** As authorization has it: {@code patch}, {@code deletecollection} and so on. */
    public String verb() {
        return verb;
    }

    public String requestId() {
        return requestId;
    }

    /** Who acts as the user; empty where nobody does. */
    public String impersonator() {
        return impersonator;
    }

    public boolean isImpersonated() {
        return !impersonator.isEmpty();
    }

    /** All that {@code deletecollection} is about to delete; empty for every other verb. */
    public synchronized List<Target> collection() {
        return collection;
    }

    /** To be called before the first of them is judged. */
    public synchronized void over(List<Target> targets) {
        collection = List.copyOf(targets);
    }

    /** Has something taken back if nothing is written after all. */
    public synchronized void ifRefused(Runnable takeBack) {
        undone.add(takeBack);
    }

    /** To be called where it is certain that nothing was written. */
    public void refused() {
        List<Runnable> all;
        synchronized (this) {
            all = List.copyOf(undone);
            undone.clear();
        }
        all.forEach(Runnable::run);
    }

    /** Adds to what the audit record of each write says. */
    public synchronized void note(String name, String value) {
        notes.put(name, value);
    }

    public synchronized Map<String, String> notes() {
        return Map.copyOf(notes);
    }
}
