package io.tributary.cli.importing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Holds three counts of each column against each other: what Influx says it has, what was read and
/// became of it, and what our server says it has.
final class Verification {
    /// One column.
    ///
    /// @param points that Influx says it has
    /// @param tally of what was read
    /// @param held samples of its metric that our server says it has, those of other columns with
    ///   the same metric included
    record Row(FieldColumn column, long points, Tally tally, long held) {}

    /// All columns, and what does not agree, in words.
    record Result(List<Row> rows, List<String> unexplained) {
        Result {
            rows = List.copyOf(rows);
            unexplained = List.copyOf(unexplained);
        }
    }

    private static final String DATABASE = "db";

    private final InfluxServer source;
    private final Receiver receiver;
    private final ImportLog log;
    private final Map<String, String> tags;

    /// @param tags that points must have had
    Verification(InfluxServer source, Receiver receiver, ImportLog log, Map<String, String> tags) {
        this.tags = tags;
        this.source = source;
        this.receiver = receiver;
        this.log = log;
    }

    Result of(List<FieldColumn> columns) throws IOException, InterruptedException {
        Map<String, List<FieldColumn>> byMetric = new LinkedHashMap<>();
        for (FieldColumn column : columns) {
            byMetric.computeIfAbsent(log.identity().naming().metric(column), _ -> new ArrayList<>())
                    .add(column);
        }
        List<Row> rows = new ArrayList<>();
        List<String> unexplained = new ArrayList<>();
        for (Map.Entry<String, List<FieldColumn>> metric : byMetric.entrySet()) {
            add(metric.getKey(), metric.getValue(), rows, unexplained);
        }
        return new Result(rows, unexplained);
    }

    private void add(
            String metric, List<FieldColumn> columns, List<Row> rows, List<String> unexplained)
            throws IOException, InterruptedException {
        Span span = log.identity().span();
        Tally all = Tally.NOTHING;
        for (FieldColumn column : columns) {
            all = all.plus(log.latest(column).tally());
        }
        long held = all.read() == 0 ? 0 : held(metric, columns, span);
        for (FieldColumn column : columns) {
            Tally tally = log.latest(column).tally();
            long points = source.count(column, span);
            rows.add(new Row(column, points, tally, held));
            if (column.kind() == FieldKind.STRING) {
                continue;
            }
            if (points != tally.read()) {
                unexplained.add(
                        "%s: Influx has %d points, %d were read"
                                .formatted(column, points, tally.read()));
            }
            if (!tally.isWhole()) {
                unexplained.add(
                        "%s: %d samples were sent, but stored, repeated and refused are %d"
                                .formatted(
                                        column,
                                        tally.sent(),
                                        tally.stored() + tally.repeated() + tally.refusedCount()));
            }
        }
        if (held < all.stored() || held > all.heldMax()) {
            unexplained.add(
                    "metric %s: the server has %d samples, expected %s"
                            .formatted(
                                    metric,
                                    held,
                                    all.stored() == all.heldMax()
                                            ? all.stored()
                                            : "from %d to %d"
                                                    .formatted(all.stored(), all.heldMax())));
        }
    }

    /// Points with a tag `db` have that as their label, not the name of the database.
    private long held(String metric, List<FieldColumn> columns, Span span)
            throws IOException, InterruptedException {
        String database = log.identity().naming().label();
        Set<String> databases = new TreeSet<>(List.of(database));
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (FieldColumn column : columns) {
            databases.addAll(source.tagValues(column.measurement(), DATABASE));
            Optional<Span> own = source.span(column, span);
            if (own.isPresent()) {
                start = Math.min(start, own.get().startMillis());
                end = Math.max(end, own.get().endMillis());
            }
        }
        Map<String, List<String>> labels = new TreeMap<>();
        if (!database.isEmpty()) {
            labels.put(DATABASE, List.copyOf(databases));
        }
        tags.forEach((name, value) -> labels.put(name, List.of(value)));
        return start < end ? receiver.count(metric, labels, new Span(start, end)) : 0;
    }
}
