package io.tributary.server.roundtrip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the tables of the reference of what is kept.
final class KeptTables {
    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "what-is-kept.md");

    private KeptTables() {}

    /// The rows of the table below a heading, in their order.
    static List<Kept> below(String heading) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        int at = lines.indexOf("## " + heading);
        while (!lines.get(at).startsWith("|")) {
            at++;
        }
        List<String> columns = cells(lines.get(at));
        List<Kept> rows = new ArrayList<>();
        for (at += 2; at < lines.size() && lines.get(at).startsWith("|"); at++) {
            List<String> cells = cells(lines.get(at));
            Map<String, String> byColumn = new LinkedHashMap<>();
            for (int i = 1; i < columns.size(); i++) {
                byColumn.put(columns.get(i), cells.get(i));
            }
            rows.add(new Kept(cells.getFirst(), byColumn));
        }
        return rows;
    }

    private static List<String> cells(String line) {
        String inner = line.substring(1, line.lastIndexOf('|'));
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
    }
}
