package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of a resource in another form than the one on disk, converted when they are read: the
 * log is followed by one thread for all resources, which must never wait for a server that
 * converts. What was converted is remembered by its revision, which names one state of one object.
 */
public final class ConvertedObjects implements ObjectAccess {
    private static final int REMEMBERED = 20_000;

    private final ObjectStorage stored;
    private final ObjectCodec codec;
    private final ObjectConverter converter;
    private final Map<Long, ApiObject> known =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Long, ApiObject> eldest) {
                            return size() > REMEMBERED;
                        }
                    });

    /**
     * @param fields reads the selectable fields of the served form
     */
    public ConvertedObjects(
            ObjectStorage stored,
            Function<ObjectNode, Map<String, String>> fields,
            ObjectConverter converter) {
        this.stored = stored;
        this.codec = new ObjectCodec(stored.resource().reading(fields));
        this.converter = converter;
    }

    @Override
    public Optional<ApiObject> get(ObjectKey key, Freshness freshness) {
        return stored.get(key, freshness).map(this::served);
    }

    /** A page of a selective list may be shorter than its limit, as the protocol allows. */
    @Override
    public ListPage list(ListRequest request) {
        Selection selection = request.selection();
        ListPage page =
                stored.list(
                        new ListRequest(
                                selection.unfiltered(),
                                request.freshness(),
                                request.limit(),
                                request.continueToken()));
        List<ApiObject> items = served(page.items());
        if (selection.filters()) {
            items = items.stream().filter(selection::matches).toList();
        }
        return new ListPage(
                items,
                page.revision(),
                page.continueToken(),
                selection.filters() ? -1 : page.remaining());
    }

    @Override
    public WatchStream watch(WatchRequest request) {
        Selection selection = request.selection();
        WatchStream stream =
                stored.watch(
                        new WatchRequest(
                                selection.unfiltered(), request.start(), request.bookmarks()));
        return new ConvertedStream(stream, this::served, selection);
    }

    @Override
    public ApiObject create(ObjectKey key, ObjectNode object, WriteContext context) {
        ApiObject written = stored.create(key, converter.toStored(object), context);
        return remember(object, written.revision());
    }

    @Override
    public ApiObject update(ObjectKey key, long revision, ObjectNode object, WriteContext context) {
        ApiObject written = stored.update(key, revision, converter.toStored(object), context);
        return remember(object, written.revision());
    }

    @Override
    public ApiObject delete(ApiObject last, WriteContext context) {
        return stored.delete(last, context);
    }

    private ApiObject remember(ObjectNode tree, long revision) {
        ApiObject object = codec.object(tree, WireBytes.value(tree), revision);
        known.put(revision, object);
        return object;
    }

    private ApiObject served(ApiObject object) {
        return served(List.of(object)).getFirst();
    }

    private List<ApiObject> served(List<ApiObject> objects) {
        Map<Long, ApiObject> found = new HashMap<>();
        List<ApiObject> missing = new ArrayList<>();
        for (ApiObject object : objects) {
            ApiObject remembered = known.get(object.revision());
            if (remembered == null) {
                missing.add(object);
            } else {
                found.put(object.revision(), remembered);
            }
        }
        convert(missing, found);
        return objects.stream().map(object -> found(found, object)).toList();
    }

    private static ApiObject found(Map<Long, ApiObject> found, ApiObject object) {
        @Nullable ApiObject served = found.get(object.revision());
        if (served == null) {
            throw new IllegalStateException("not converted: " + object.key());
        }
        return served;
    }

    private void convert(List<ApiObject> missing, Map<Long, ApiObject> found) {
        if (missing.isEmpty()) {
            return;
        }
        List<ObjectNode> trees = missing.stream().map(ApiObject::tree).toList();
        List<ObjectNode> converted = converter.toServed(trees);
        for (int i = 0; i < missing.size(); i++) {
            ApiObject object = missing.get(i);
            ApiObject served = served(object, converted.get(i));
            known.put(object.revision(), served);
            found.put(object.revision(), served);
        }
    }

    /** What is the same in both forms is kept in memory once. */
    private ApiObject served(ApiObject object, ObjectNode converted) {
        if (!converted.equals(object.tree())) {
            return codec.object(converted, WireBytes.value(converted), object.revision());
        }
        return object.with(codec.fields(converted, object.key()));
    }
}
