package io.tributary.cli.query;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// An answer for human eyes.
///
/// An instant is a row a series, a column a label; a span is a row a time, a column a series.
record Table(ZoneId zone) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String NAME = "__name__";

    String text(Answer answer) {
        return switch (answer.kind()) {
            case SCALAR, STRING ->
                    SeriesNames.clean(answer.series().getFirst().points().getFirst().value())
                            + "\n";
            case VECTOR -> answer.series().isEmpty() ? "no series\n" : instant(answer);
            case MATRIX -> answer.series().isEmpty() ? "no series\n" : span(answer);
        };
    }

    private static String instant(Answer answer) {
        List<String> names = answer.labelNames();
        Columns columns = new Columns();
        List<String> heading = new ArrayList<>();
        names.forEach(name -> heading.add(name.equals(NAME) ? "METRIC" : SeriesNames.clean(name)));
        heading.add("VALUE");
        columns.add(heading);
        for (Answer.Series series : answer.series()) {
            for (Answer.Point point : series.points()) {
                List<String> row = new ArrayList<>();
                names.forEach(
                        name -> row.add(SeriesNames.clean(series.labels().getOrDefault(name, ""))));
                row.add(SeriesNames.clean(point.value()));
                columns.add(row);
            }
        }
        return columns.text();
    }

    private String span(Answer answer) {
        SeriesNames names = SeriesNames.of(answer.series());
        int count = answer.series().size();
        TreeMap<Double, List<String>> rows = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            for (Answer.Point point : answer.series().get(i).points()) {
                List<String> row =
                        rows.computeIfAbsent(
                                point.time(),
                                absent -> new ArrayList<>(Collections.nCopies(count, "")));
                row.set(i, SeriesNames.clean(point.value()));
            }
        }
        Columns columns = new Columns();
        List<String> heading = new ArrayList<>(List.of("TIME"));
        heading.addAll(names.names());
        columns.add(heading);
        rows.forEach((time, values) -> {
            List<String> row = new ArrayList<>(List.of(time(time)));
            row.addAll(values);
            columns.add(row);
        });
        return (names.common().isEmpty() ? "" : names.common() + "\n") + columns.text();
    }

    private String time(double seconds) {
        return TIME.format(Instant.ofEpochMilli(Math.round(seconds * 1000)).atZone(zone));
    }
}
