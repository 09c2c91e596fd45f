package io.tributary.tsdb.notes;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.Route;

/// Those who tell of metric families, as far as readers can tell them apart: by the labels that are
/// stamped on their series, which name a workload cluster.
///
/// @param stamps none of them empty; without any for senders of no cluster
/// @param set the number of these stamps in the directory; {@link #NO_SET} where there are none
public record Senders(Labels stamps, int set) {
    /// Of stamps that are none.
    public static final int NO_SET = -1;

    /// Those without stamps.
    public static final Senders UNSTAMPED = new Senders(Labels.empty(), NO_SET);

    public Senders {
        if (stamps.isEmpty() != (set == NO_SET)) {
            throw new IllegalArgumentException(
                    "BUG: stamps %s are of set %d".formatted(stamps, set));
        }
    }

    /// What is stamped on the series of a route.
    public static Labels stamps(Route route) {
        Labels.Builder stamps = new Labels.Builder();
        for (Label stamp : route.policy().stamps().asList()) {
            if (!stamp.value().isEmpty()) {
                stamps.set(stamp.name(), stamp.value());
            }
        }
        return stamps.build();
    }
}
