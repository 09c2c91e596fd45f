package io.tributary.server.write.lines;

import io.tributary.format.lines.ExtraLabels;
import io.tributary.model.Label;
import io.tributary.model.flow.WriteBatch;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.runtime.http.Routes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Labels that a request gives beside its lines, for all of its series, whatever their lines say of
/// these: in its URL, and in the path of a push as a Pushgateway has it.
///
/// ```
/// ?extra_label=name=value
/// /job/JOB/name/value/name@base64/dmFsdWU
/// ```
///
/// @param labels each name once
record GivenLabels(List<Label> labels) {
    private static final String PARAMETER = "extra_label";
    private static final String BASE64 = "@base64";
    private static final int COUNT_MAX = 64;

    GivenLabels {
        labels = List.copyOf(labels);
    }

    /// Those of a request's URL.
    ///
    /// @throws HttpRefusalException 400 if one is none
    static GivenLabels of(HttpExchange exchange) {
        return new GivenLabels(inUrl(exchange));
    }

    /// Those of the path's end, `job/JOB/name/value …`, still escaped, and of the URL.
    ///
    /// @throws HttpRefusalException 400 if the path is no such
    static GivenLabels ofPush(HttpExchange exchange) {
        Map<String, String> found = new LinkedHashMap<>();
        String[] segments = exchange.pathParameter().split("/", -1);
        if (segments.length % 2 != 0) {
            throw wrong("a label in the path has no value: " + exchange.path());
        }
        for (int i = 0; i < segments.length; i += 2) {
            String name = Routes.unescaped(segments[i]);
            String value = Routes.unescaped(segments[i + 1]);
            if (name.endsWith(BASE64)) {
                name = name.substring(0, name.length() - BASE64.length());
                value = decoded(value);
            }
            if (name.isEmpty() || found.put(name, value) != null) {
                throw wrong("a label in the path is empty or stands twice: " + exchange.path());
            }
        }
        if (found.getOrDefault("job", "").isEmpty()) {
            throw wrong("the path names no job: " + exchange.path());
        }
        List<Label> labels = new ArrayList<>();
        found.forEach((name, value) -> labels.add(new Label(name, value)));
        inUrl(exchange).stream()
                .filter(label -> !found.containsKey(label.name()))
                .forEach(labels::add);
        return new GivenLabels(labels);
    }

    /// Puts them on every series of a batch whose series name symbols.
    void putOn(WriteBatch batch) {
        if (!labels.isEmpty()) {
            ExtraLabels.put(batch, labels);
        }
    }

    private static List<Label> inUrl(HttpExchange exchange) {
        List<String> given = exchange.urlParameters().all(PARAMETER);
        if (given.size() > COUNT_MAX) {
            throw wrong("%d labels in the URL, at most %d".formatted(given.size(), COUNT_MAX));
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (String one : given) {
            int equals = one.indexOf('=');
            if (equals < 1) {
                throw wrong("found extra_label %s, expected name=value".formatted(one));
            }
            found.put(one.substring(0, equals), one.substring(equals + 1));
        }
        List<Label> labels = new ArrayList<>();
        found.forEach((name, value) -> labels.add(new Label(name, value)));
        return labels;
    }

    /// URL-safe, with or without padding; `=` stands for nothing, which a path cannot hold.
    private static String decoded(String value) {
        try {
            byte[] bytes = value.equals("=") ? new byte[0] : Base64.getUrlDecoder().decode(value);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("found %s in the path, expected base64".formatted(value));
        }
    }

    private static HttpRefusalException wrong(String what) {
        return new HttpRefusalException(400, what);
    }
}
