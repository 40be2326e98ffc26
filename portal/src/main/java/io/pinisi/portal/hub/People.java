package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.federation.fleet.Fleet;
import io.pinisi.federation.fleet.FleetView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the hub knows of the people signed in. Keeps one view of the fleet for each session and its
 * groups, because a view remembers rights for a few seconds; at most {@link #MOST}. Thread-safe.
 */
final class People {
    static final int MOST = 2_000;

    private final Function<Identity, ApiClient> hub;
    private final Fleet fleet;
    private final Map<Identity, FleetView> views =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Identity, FleetView> eldest) {
                    return size() > MOST;
                }
            };

    People(Function<UserInfo, ApiClient> hub, Fleet fleet) {
        this.hub = who -> hub.apply(user(who));
        this.fleet = fleet;
    }

    /** The same people, before the hub as it was. */
    People(Past past, Fleet fleet) {
        this.hub = who -> new ApiClient(new PastTransport(past, who));
        this.fleet = fleet;
    }

    static UserInfo user(Identity who) {
        List<String> groups = new ArrayList<>(who.groups());
        groups.add(UserInfo.AUTHENTICATED);
        return new UserInfo(who.name(), who.subject(), groups, Map.of());
    }

    ApiClient hub(Identity who) {
        return hub.apply(who);
    }

    FleetView view(Identity who) {
        synchronized (views) {
            return views.computeIfAbsent(who, id -> fleet.as(hub(who), user(who)));
        }
    }
}
