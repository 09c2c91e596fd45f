package io.tributary.runtime.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a request: those of a form first, then those of the URL, as Go's
/// `Request.Form` orders them. Immutable.
public final class Parameters {
    /// Most parameters in one request; a form with many `match[]` stays far below.
    static final int COUNT_MAX = 1_000;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /// Parses both.
    ///
    /// @throws HttpRefusalException 400 where there are too many, or an escape is broken
    static Parameters parse(String form, String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = add(form, values, 0);
        add(query, values, count);
        return new Parameters(values);
    }

    /// The first value of `name`; empty where it is absent or has no text, which Prometheus does
    /// not tell apart.
    public Optional<String> first(String name) {
        return all(name).stream().findFirst().filter(value -> !value.isEmpty());
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    private static int add(String text, Map<String, List<String>> values, int before) {
        int count = before;
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                if (++count > COUNT_MAX) {
                    throw new HttpRefusalException(
                            400, "more than " + COUNT_MAX + " parameters in one request");
                }
                addPair(text.substring(start, end), values);
            }
            start = end + 1;
        }
        return count;
    }

    private static void addPair(String pair, Map<String, List<String>> values) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpRefusalException(
                    400, "error parsing form values: invalid URL escape in \"" + text + "\"");
        }
    }
}
