package io.tributary.server.write;

import java.util.Map;

/// What a decoder left out of a request, because it can never be stored: samples by reason.
///
/// @param refused how many, by reason; the reasons are words of ours, few
/// @param first the first of them in words; empty where there is none
record LeftOut(Map<String, Integer> refused, String first) {
    static final LeftOut NOTHING = new LeftOut(Map.of(), "");

    LeftOut {
        refused = Map.copyOf(refused);
    }

    /// How many in all.
    int count() {
        return refused.values().stream().mapToInt(Integer::intValue).sum();
    }
}
