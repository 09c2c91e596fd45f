package io.tributary.cli.importing;

import io.tributary.cli.query.SeriesNames;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Counts as a table for people, and below it what they say.
final class CountTable {
    private static final List<String> HEAD =
            List.of(
                    "MEASUREMENT",
                    "FIELD",
                    "KIND",
                    "POINTS",
                    "READ",
                    "SAME_MS",
                    "SENT",
                    "STORED",
                    "REPEATED",
                    "REFUSED",
                    "HERE");

    /// So many columns are text, which stands left.
    private static final int TEXTS = 3;

    /// So many are known before anything is brought.
    private static final int KNOWN = 4;

    private CountTable() {}

    /// What there is to be brought.
    static void printPoints(List<Verification.Row> rows, PrintWriter out) {
        print(
                HEAD.subList(0, KNOWN),
                rows.stream().map(row -> cells(row).subList(0, KNOWN)).toList(),
                out);
    }

    /// What became of it.
    static void print(Verification.Result result, PrintWriter out) {
        print(HEAD, result.rows().stream().map(CountTable::cells).toList(), out);
        Tally all = Tally.NOTHING;
        long texts = 0;
        for (Verification.Row row : result.rows()) {
            all = all.plus(row.tally());
            texts += row.column().kind() == FieldKind.STRING ? row.points() : 0;
        }
        out.println();
        out.println(
                "%d samples stored, %d were there before".formatted(all.stored(), all.repeated()));
        if (texts > 0) {
            out.println("%d values are text, and left out".formatted(texts));
        }
        if (all.sameMillis() > 0) {
            out.println(
                    "%d points have the millisecond of one before, and are left out"
                            .formatted(all.sameMillis()));
        }
        for (Map.Entry<String, Long> reason : all.refused().entrySet()) {
            out.println("%d refused: %s".formatted(reason.getValue(), reason.getKey()));
        }
        result.unexplained().forEach(what -> out.println("UNEXPLAINED " + SeriesNames.clean(what)));
        if (result.unexplained().isEmpty()) {
            out.println("all counts agree");
        }
    }

    private static List<String> cells(Verification.Row row) {
        FieldColumn column = row.column();
        Tally tally = row.tally();
        List<String> cells =
                new ArrayList<>(
                        List.of(
                                SeriesNames.clean(column.measurement()),
                                SeriesNames.clean(column.field()),
                                column.kind().word()));
        for (long count :
                new long[] {
                    row.points(),
                    tally.read(),
                    tally.sameMillis(),
                    tally.sent(),
                    tally.stored(),
                    tally.repeated(),
                    tally.refusedCount(),
                    row.held()
                }) {
            cells.add(Long.toString(count));
        }
        return cells;
    }

    private static void print(List<String> head, List<List<String>> rows, PrintWriter out) {
        int[] widths = new int[head.size()];
        List<List<String>> all = new ArrayList<>(List.of(head));
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? "" : "  ");
                line.append(i < TEXTS ? row.get(i) + pad : pad + row.get(i));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
