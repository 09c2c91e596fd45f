package io.tributary.cli.importing;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What a field's values are, in Influx' words.
enum FieldKind {
    /// Also a field that was an integer in some shards: Influx shows those as floats then.
    FLOAT(""),
    INTEGER("i"),
    UNSIGNED("u"),
    BOOLEAN(""),
    /// Not carried: counted alone.
    STRING("");

    private final String suffix;

    FieldKind(String suffix) {
        this.suffix = suffix;
    }

    /// The kinds that a field has to be asked for as, to see all of it.
    static Set<FieldKind> of(Set<FieldKind> told) {
        if (!told.contains(FLOAT)) {
            return told;
        }
        Set<FieldKind> asked = EnumSet.copyOf(told);
        asked.remove(INTEGER);
        asked.remove(UNSIGNED);
        return asked;
    }

    /// As InfluxQL casts to it and tells of it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What stands behind a value in a line.
    String suffix() {
        return suffix;
    }
}
