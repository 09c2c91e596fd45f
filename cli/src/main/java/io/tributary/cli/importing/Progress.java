package io.tributary.cli.importing;

/// How far a column has come: every window before `windowMillis` is done, and of that one so many
/// points.
///
/// @param windowMillis where the window begins
/// @param rows of it, as Influx answers them in order, that are done
/// @param last which point the last of them is; empty where there is none
/// @param isDone whether all windows are
/// @param tally of all that is done
record Progress(
        FieldColumn column,
        long windowMillis,
        long rows,
        String last,
        boolean isDone,
        Tally tally) {
    static Progress none(FieldColumn column) {
        return new Progress(column, Long.MIN_VALUE, 0, "", false, Tally.NOTHING);
    }

    /// At the start of a window, all before it done.
    Progress at(long newWindowMillis) {
        return new Progress(column, newWindowMillis, 0, "", false, tally);
    }

    /// So many points of the window further.
    Progress acknowledged(long newRows, String newLast, Tally more) {
        return new Progress(column, windowMillis, newRows, newLast, false, tally.plus(more));
    }

    Progress done() {
        return new Progress(column, windowMillis, 0, "", true, tally);
    }
}
