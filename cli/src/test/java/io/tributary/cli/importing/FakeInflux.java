package io.tributary.cli.importing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Answers the statements of an import as Influx 1.6 does, from points in memory; and breaks off
/// where it is told to.
final class FakeInflux implements AutoCloseable {
    private static final Pattern SELECT =
            Pattern.compile(
                    "SELECT (?:(first|last|count)\\()?\"([^\"]+)\"::(\\w+)\\)? AS v FROM \"d\"\\.\"autogen\"\\.\"([^\"]+)\""
                            + " WHERE time >= (-?\\d+) AND time < (-?\\d+)( GROUP BY \\*)?");

    private static final String EMPTY = "{\"results\":[{\"statement_id\":0}]}\n";

    /// A value, as JSON has it.
    record Point(
            String measurement,
            Map<String, String> tags,
            String field,
            String kind,
            long nanos,
            String value) {}

    final List<Point> points = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();

    /// What each request had in `Authorization`; empty where it had none.
    final List<String> credentials = new CopyOnWriteArrayList<>();

    /// So many pieces of answers come, all together, before one breaks off.
    final AtomicInteger pieces = new AtomicInteger(Integer.MAX_VALUE);

    /// Points of a series that come as one piece.
    volatile int chunk = 100;

    private final HttpServer server;

    FakeInflux() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/query", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void add(String measurement, String tag, String field, String kind, long nanos, String value) {
        points.add(new Point(measurement, Map.of("host", tag), field, kind, nanos, value));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String statement =
                URLDecoder.decode(form.substring(2, form.indexOf('&')), StandardCharsets.UTF_8);
        asked.add(statement);
        credentials.add(
                Objects.requireNonNullElse(
                        exchange.getRequestHeaders().getFirst("Authorization"), ""));
        exchange.sendResponseHeaders(200, 0);
        for (String piece : pieces(statement)) {
            if (pieces.getAndDecrement() <= 0) {
                exchange.getResponseBody()
                        .write(piece.substring(0, 20).getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                throw new IOException("broken off");
            }
            exchange.getResponseBody().write(piece.getBytes(StandardCharsets.UTF_8));
        }
        exchange.close();
    }

    private List<String> pieces(String statement) {
        if (statement.equals("SHOW RETENTION POLICIES ON \"d\"")) {
            return List.of(
                    "{\"results\":[{\"statement_id\":0,\"series\":[{\"columns\":[\"name\",\"default\"],\"values\":[[\"autogen\",true],[\"long\",false]]}]}]}\n");
        }
        if (statement.equals("SHOW FIELD KEYS ON \"d\" FROM \"autogen\"./.*/")) {
            return List.of(fieldKeys());
        }
        if (statement.startsWith("SHOW TAG VALUES")) {
            return List.of(EMPTY);
        }
        Matcher select = SELECT.matcher(statement);
        if (!select.matches()) {
            return List.of("{\"error\":\"error parsing query\"}\n");
        }
        List<Point> found =
                points.stream()
                        .filter(point ->
                                point.measurement().equals(select.group(4))
                                        && point.field().equals(select.group(2))
                                        && point.kind().equals(select.group(3))
                                        && point.nanos() >= Long.parseLong(select.group(5))
                                        && point.nanos() < Long.parseLong(select.group(6)))
                        .toList();
        String function = select.group(1) == null ? "" : select.group(1);
        return found.isEmpty()
                ? List.of(EMPTY)
                : function.isEmpty() ? chunks(found) : List.of(aggregate(function, found));
    }

    private String fieldKeys() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        points.forEach(point ->
                all.computeIfAbsent(point.measurement(), _ -> new TreeMap<>())
                        .put(point.field(), point.kind()));
        return "{\"results\":[{\"statement_id\":0,\"series\":[%s]}]}\n"
                .formatted(
                        all.entrySet().stream()
                                .map(one ->
                                        "{\"name\":\"%s\",\"values\":[%s]}"
                                                .formatted(one.getKey(), pairs(one.getValue())))
                                .collect(Collectors.joining(",")));
    }

    private static String pairs(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "[\"%s\",\"%s\"]".formatted(field.getKey(), field.getValue()))
                .collect(Collectors.joining(","));
    }

    private static String aggregate(String function, List<Point> found) {
        long first = found.stream().mapToLong(Point::nanos).min().orElseThrow();
        long last = found.stream().mapToLong(Point::nanos).max().orElseThrow();
        String row =
                switch (function) {
                    case "first" -> first + ",1";
                    case "last" -> last + ",1";
                    default -> "0," + found.size();
                };
        return "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m\",\"columns\":[\"time\",\"v\"],\"values\":[[%s]]}]}]}\n"
                .formatted(row);
    }

    private List<String> chunks(List<Point> found) {
        Map<String, List<Point>> bySeries = new TreeMap<>();
        found.forEach(point ->
                bySeries.computeIfAbsent(point.tags().get("host"), _ -> new ArrayList<>())
                        .add(point));
        List<String> series = new ArrayList<>();
        bySeries.forEach((host, own) -> {
            for (int from = 0; from < own.size(); from += chunk) {
                String rows =
                        own.subList(from, Math.min(own.size(), from + chunk)).stream()
                                .map(point -> "[%d,%s]".formatted(point.nanos(), point.value()))
                                .collect(Collectors.joining(","));
                series.add(
                        "{\"name\":\"m\",\"tags\":{\"host\":\"%s\",\"none\":\"\"},\"columns\":[\"time\",\"v\"],\"values\":[%s]}"
                                .formatted(host, rows));
            }
        });
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            pieces.add(
                    "{\"results\":[{\"statement_id\":0,\"series\":[%s]%s}]}\n"
                            .formatted(
                                    series.get(i),
                                    i + 1 < series.size() ? ",\"partial\":true" : ""));
        }
        return pieces;
    }
}
