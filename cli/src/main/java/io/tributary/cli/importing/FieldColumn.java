package io.tributary.cli.importing;

import io.tributary.cli.query.SeriesNames;

/// One field of one measurement as values of one kind: what is asked for at once, and counted. Each
/// becomes series of one metric ({@link Naming}).
record FieldColumn(String measurement, String field, FieldKind kind) {
    /// For people.
    @Override
    public String toString() {
        return SeriesNames.clean("%s of %s".formatted(field, measurement));
    }
}
