package io.tributary.format.lines;

import io.tributary.model.GoQuote;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/// What of a request its decoder refused, and what it left out by design. A decoder's own, and good
/// until it decodes again.
public final class LineReport {
    /// How much of a line is shown, in bytes.
    private static final int SHOWN_MAX = 100;

    private final Map<LineFault, Integer> counts = new EnumMap<>(LineFault.class);
    private int refused;
    private int dropped;
    private String first = "";

    /// Empties it.
    public void clear() {
        counts.clear();
        refused = 0;
        dropped = 0;
        first = "";
    }

    /// Counts a line that was refused.
    ///
    /// @param number of the line, from 1
    /// @param from where it begins in `bytes`
    /// @param to where it ends
    public void refuse(LineException why, int number, byte[] bytes, int from, int to) {
        count(why.fault());
        if (first.isEmpty()) {
            int shown = Math.min(to - from, SHOWN_MAX);
            String line = new String(bytes, from, shown, StandardCharsets.UTF_8);
            first =
                    "line %d: %s, at byte %d of %s%s"
                            .formatted(
                                    number,
                                    why.getMessage(),
                                    why.position() - from + 1,
                                    GoQuote.quote(line),
                                    shown < to - from ? "…" : "");
        }
    }

    /// Counts a piece that is no line and was refused.
    ///
    /// @param why in words, with the piece named; looked at of the first alone
    public void refuse(LineFault fault, String why) {
        count(fault);
        if (first.isEmpty()) {
            first = why;
        }
    }

    /// Counts something that is not stored by design, such as a field that is text.
    public void drop(int count) {
        dropped += count;
    }

    /// How many lines were refused.
    public int refused() {
        return refused;
    }

    /// Lines that were refused, by reason; reasons that did not occur are absent.
    public Map<LineFault, Integer> refusedByFault() {
        return new EnumMap<>(counts);
    }

    /// The first refusal in words, with the line's number and beginning; empty where there was
    /// none.
    public String firstRefusal() {
        return first;
    }

    /// How much was left out by design: no refusal.
    public int dropped() {
        return dropped;
    }

    private void count(LineFault fault) {
        counts.merge(fault, 1, Integer::sum);
        refused++;
    }
}
