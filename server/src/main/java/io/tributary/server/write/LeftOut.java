package io.tributary.server.write;

import java.util.Map;

/// What a decoder left out of a request.
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

    /// How many it refused in all.
    public int count() {
        return refused.values().stream().mapToInt(Integer::intValue).sum();
    }
}
