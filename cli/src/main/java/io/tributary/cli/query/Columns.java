package io.tributary.cli.query;

import java.util.ArrayList;
import java.util.List;

/// Rows of cells, aligned: the first row is the heading; numbers stand to the right.
public final class Columns {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /// Adds a row, as wide as the others.
    public void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /// All rows, each with its line end.
    public String text() {
        StringBuilder text = new StringBuilder();
        int count = rows.isEmpty() ? 0 : rows.getFirst().size();
        int[] widths = new int[count];
        boolean[] right = new boolean[count];
        for (int column = 0; column < count; column++) {
            int at = column;
            widths[column] = rows.stream().mapToInt(row -> width(row.get(at))).max().orElse(0);
            right[column] =
                    rows.stream().skip(1).allMatch(row -> isNumber(row.get(at))) && rows.size() > 1;
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < count; column++) {
                String padding = " ".repeat(widths[column] - width(row.get(column)));
                line.append(column == 0 ? "" : GAP)
                        .append(right[column] ? padding : "")
                        .append(row.get(column))
                        .append(right[column] ? "" : padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty()
                || cell.equals("NaN")
                || cell.endsWith("Inf")
                || cell.chars().allMatch(c -> c < 0x7f && "0123456789+-.e".indexOf(c) >= 0);
    }
}
