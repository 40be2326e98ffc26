package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.fleet.FoundObject;
import io.pinisi.portal.search.Hit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FoundHitsTest {
    private static FoundObject found(String cluster, String api, String kind, String name) {
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        ObjectKey key = kind.equals("Node") ? ObjectKey.cluster(name) : ObjectKey.of("shop", name);
        return new FoundObject(
                cluster, GroupVersionResource.of(api, plural), kind, key, Map.of(), null);
    }

    private static List<String> paths(FoundObject... found) {
        return FoundHits.of(List.of(found)).stream().map(Hit::path).toList();
    }

    @Test
    void aTemplateAndItsCopiesAreOneHit() {
        List<Hit> hits =
                FoundHits.of(
                        List.of(
                                found("", "v1", "ConfigMap", "settings"),
                                found("bali", "v1", "ConfigMap", "settings"),
                                found("flores", "v1", "ConfigMap", "settings")));
        assertEquals(
                List.of(
                        new Hit(
                                Hit.Sort.OBJECT,
                                "settings",
                                "ConfigMap · shop · in bali, flores",
                                "history/object?resource=configmaps&namespace=shop&name=settings")),
                hits);
    }

    @Test
    void podsOfLikeNamesInTwoClustersAreTwo() {
        assertEquals(
                List.of("clusters/bali/pods/shop/web-0", "clusters/flores/pods/shop/web-0"),
                paths(found("bali", "v1", "Pod", "web-0"), found("flores", "v1", "Pod", "web-0")));
    }

    @Test
    void eachLeadsToThePageThatTellsMostOfIt() {
        assertEquals(
                List.of("applications/shop/web", "clusters/bali"),
                paths(
                        found("bali", "apps/v1", "Deployment", "web"),
                        found("bali", "v1", "Node", "bali-1")));
    }
}
