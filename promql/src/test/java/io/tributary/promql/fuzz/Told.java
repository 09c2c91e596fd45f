package io.tributary.promql.fuzz;

import io.tributary.promql.reference.data.Outcome;

/// What became of a query, and what was said about it.
public record Told(Outcome outcome, Notes notes) {
    static Told of(Outcome outcome) {
        return new Told(outcome, Notes.NONE);
    }
}
