package io.tributary.cli.senders;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonReader;
import io.tributary.model.Labels;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What `/api/v1/export` answered: values by time by series.
final class Exported {
    private Exported() {}

    static SortedMap<Labels, SortedMap<Long, Double>> read(String lines) throws IOException {
        SortedMap<Labels, SortedMap<Long, Double>> found = new TreeMap<>();
        for (String line : lines.lines().toList()) {
            Json series = JsonReader.read(line);
            List<Json> times = series.member("timestamps").list();
            List<Json> values = series.member("values").list();
            SortedMap<Long, Double> samples =
                    found.computeIfAbsent(labels(series.member("metric")), _ -> new TreeMap<>());
            for (int i = 0; i < times.size(); i++) {
                samples.put(
                        Long.parseLong(times.get(i).plain()),
                        Double.parseDouble(values.get(i).plain()));
            }
        }
        return found;
    }

    private static Labels labels(Json json) throws IOException {
        Labels.Builder labels = new Labels.Builder();
        if (json instanceof Json.Members(var members)) {
            for (Map.Entry<String, Json> label : members.entrySet()) {
                labels.set(label.getKey(), label.getValue().plain());
            }
        }
        return labels.build();
    }
}
