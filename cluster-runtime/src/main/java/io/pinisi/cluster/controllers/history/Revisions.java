package io.pinisi.cluster.controllers.history;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.TemplateHash;
import io.pinisi.cluster.controllers.claim.Claims;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds, makes and forgets the revisions of one kind of owners.
 *
 * @param hashLabel under which a revision carries the hash of its template
 */
public record Revisions(ApiClient client, Claims claims, Lister lister, String hashLabel) {

    /** An owner's revisions, oldest first. */
    public List<Revision> of(ObjectNode owner) {
        return claims.claim(owner, lister).stream()
                .map(Revision::new)
                .sorted(Comparator.comparingLong(Revision::number).thenComparing(Revision::name))
                .toList();
    }

    /**
     * The revision of the present template and the number of names that were taken so far.
     *
     * @param collisions how often a name was taken by another template
     */
    public record Present(Revision revision, int collisions) {}

    /** The revision of the owner's present template: the newest, moved up or made where need be. */
    public Present present(ObjectNode owner, List<Revision> known, int collisions) {
        ObjectNode data = Revision.data(owner.path("spec").path("template"));
        long last = known.isEmpty() ? 0 : known.getLast().number();
        Optional<Revision> same =
                known.reversed().stream()
                        .filter(r -> r.tree().path("data").equals(data))
                        .findFirst();
        if (same.isPresent()) {
            Revision found = same.get();
            return new Present(
                    found.number() == last ? found : renumber(found, last + 1), collisions);
        }
        return create(owner, data, last + 1, collisions);
    }

    private Revision renumber(Revision revision, long number) {
        Metadata metadata = Metadata.of(revision.tree());
        ObjectNode patch = Json.object().put("revision", number);
        patch.putObject("metadata").put("resourceVersion", metadata.resourceVersion());
        ResourcePath path = ResourcePath.of(Resources.CONTROLLER_REVISIONS, metadata.key());
        return new Revision(client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN));
    }

    private Present create(ObjectNode owner, ObjectNode data, long number, int collisions) {
        JsonNode template = owner.path("spec").path("template");
        ResourcePath all =
                ResourcePath.all(Resources.CONTROLLER_REVISIONS).in(Metadata.of(owner).namespace());
        for (int taken = collisions; ; taken++) {
            String hash = TemplateHash.of(template, taken);
            ObjectNode revision = tree(owner, hash, data, number);
            try {
                return new Present(
                        new Revision(client.create(all, revision, WriteOptions.PLAIN)), taken);
            } catch (ApiException e) {
                if (!e.is(Reason.ALREADY_EXISTS)) {
                    throw e;
                }
            }
            ObjectNode present = client.get(all.named(Metadata.of(revision).name()));
            if (present.path("data").equals(data)
                    && Metadata.of(present).isControlledBy(Metadata.uid(owner))) {
                return new Present(new Revision(present), taken);
            }
        }
    }

    private ObjectNode tree(ObjectNode owner, String hash, ObjectNode data, long number) {
        ObjectNode revision = Json.object();
        revision.put("apiVersion", "apps/v1").put("kind", "ControllerRevision");
        ObjectNode metadata = revision.putObject("metadata");
        metadata.put("name", Metadata.of(owner).name() + "-" + hash);
        ObjectNode labels = metadata.putObject("labels");
        Metadata.of(owner.path("spec").path("template")).labels().forEach(labels::put);
        labels.put(hashLabel, hash);
        ObjectNode annotations = metadata.putObject("annotations");
        Metadata.of(owner).annotations().forEach(annotations::put);
        metadata.putArray("ownerReferences").add(claims.reference(owner));
        revision.set("data", data);
        revision.put("revision", number);
        return revision;
    }

    /** The hash a revision was named by. */
    public String hash(Revision revision) {
        String hash = Metadata.of(revision.tree()).label(hashLabel);
        return hash == null ? "" : hash;
    }

    /**
     * Forgets the oldest beyond the limit.
     *
     * @param live names of revisions that are still in use, which do not count
     */
    public void trim(List<Revision> known, Set<String> live, int limit) {
        List<Revision> past = known.stream().filter(r -> !live.contains(r.name())).toList();
        past.stream().limit(Math.max(0, past.size() - limit)).forEach(this::delete);
    }

    private void delete(Revision revision) {
        ResourcePath path =
                ResourcePath.of(Resources.CONTROLLER_REVISIONS, Metadata.key(revision.tree()));
        try {
            client.delete(path, null);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }
}
