package io.tributary.cli.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Short names of series that stand side by side: what tells them apart.
///
/// @param common what all of them have, as a label set; empty if that is nothing
/// @param names one a series, in their order
public record SeriesNames(String common, List<String> names) {
    private static final String NAME = "__name__";
    private static final char REPLACEMENT = '\uFFFD';

    public SeriesNames {
        names = List.copyOf(names);
    }

    static SeriesNames of(List<Answer.Series> series) {
        if (series.size() < 2) {
            return new SeriesNames("", series.stream().map(one -> written(one.labels())).toList());
        }
        Map<String, String> common = new TreeMap<>(series.getFirst().labels());
        series.forEach(one -> common.entrySet().retainAll(one.labels().entrySet()));
        List<String> names = new ArrayList<>();
        for (Answer.Series one : series) {
            Map<String, String> own = new TreeMap<>(one.labels());
            common.keySet().forEach(own::remove);
            names.add(written(own));
        }
        return new SeriesNames(common.isEmpty() ? "" : written(common), names);
    }

    /// A label set as PromQL writes it: `up{job="node"}`.
    public static String written(Map<String, String> labels) {
        String pairs =
                labels.entrySet().stream()
                        .filter(label -> !label.getKey().equals(NAME))
                        .map(label -> label.getKey() + "=\"" + quoted(label.getValue()) + "\"")
                        .collect(Collectors.joining(", "));
        String name = clean(labels.getOrDefault(NAME, ""));
        return pairs.isEmpty() && !name.isEmpty() ? name : name + "{" + pairs + "}";
    }

    /// Text that does nothing to a terminal but stand there.
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            clean.append(Character.isISOControl(c) ? REPLACEMENT : c);
        }
        return clean.toString();
    }

    private static String quoted(String value) {
        return clean(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    }
}
