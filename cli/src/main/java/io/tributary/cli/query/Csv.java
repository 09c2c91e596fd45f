package io.tributary.cli.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An answer for other programs, as RFC 4180 has it: a line a point, a column a label, then the
/// time in seconds since 1970 and the value.
final class Csv {
    private static final String LINE_END = "\r\n";

    private Csv() {}

    static String text(Answer answer) {
        List<String> names = answer.labelNames();
        StringBuilder text = new StringBuilder();
        List<String> heading = new ArrayList<>(names);
        heading.add("timestamp");
        heading.add("value");
        text.append(line(heading));
        for (Answer.Series series : answer.series()) {
            for (Answer.Point point : series.points()) {
                List<String> row = new ArrayList<>();
                names.forEach(name -> row.add(series.labels().getOrDefault(name, "")));
                row.add(point.seconds());
                row.add(point.value());
                text.append(line(row));
            }
        }
        return text.toString();
    }

    private static String line(List<String> fields) {
        return fields.stream().map(Csv::field).collect(Collectors.joining(",")) + LINE_END;
    }

    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
