package io.tributary.server.write;

import java.util.HashMap;
import java.util.Map;

/// What was left out of a request before the store saw it: by its decoder, or as its labels led to
/// no tenant that takes it.
///
/// @param refused how many it refused because they can never be stored, by reason; the reasons are
///   words of ours, few
/// @param first the first refusal in words; empty where there is none
/// @param dropped how many values it left out by design, which is no refusal
public record LeftOut(Map<String, Integer> refused, String first, int dropped) {
    public static final LeftOut NOTHING = new LeftOut(Map.of(), "", 0);

    public LeftOut {
        refused = Map.copyOf(refused);
    }

    /// These, and others behind them.
    LeftOut and(LeftOut others) {
        Map<String, Integer> both = new HashMap<>(refused);
        others.refused.forEach((reason, count) -> both.merge(reason, count, Integer::sum));
        return new LeftOut(both, first.isEmpty() ? others.first : first, dropped + others.dropped);
    }

    boolean isNothing() {
        return refused.isEmpty() && dropped == 0;
    }

    /// How many were refused in all.
    public int count() {
        return refused.values().stream().mapToInt(Integer::intValue).sum();
    }
}
