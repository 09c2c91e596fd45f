package io.tributary.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Answers of a server to questions, in the shape of {@link Dumped#samples}.
final class Answers {
    private static final String ANONYMOUS = "anonymous";
    private static final String SUCCESS = "{\"status\":\"success\"";
    private static final Pattern SERIES =
            Pattern.compile(
                    "\\{\"metric\":\\{([^}]*)\\},\"values\":\\[((?:\\[[^\\]]*\\],?)*+)\\]\\}");
    private static final Pattern LABEL = Pattern.compile("\"([^\"]*)\":\"([^\"]*)\"");
    private static final Pattern SAMPLE = Pattern.compile("\\[([0-9.]+),\"([^\"]*)\"\\]");
    private static final Pattern COUNT = Pattern.compile("\"value\":\\[[^,]+,\"(\\d+)\"\\]");

    private Answers() {}

    /// All samples of a metric (of tenant `anonymous`) of the last day.
    static Map<String, Map<Long, String>> samples(ServerProcess server, String selector)
            throws IOException, InterruptedException {
        Map<String, Map<Long, String>> all = new TreeMap<>();
        Matcher series = SERIES.matcher(ask(server, selector + "[1d]"));
        while (series.find()) {
            String labels =
                    LABEL.matcher(series.group(1))
                            .results()
                            .map(label -> label.group(1) + "=\"" + label.group(2) + "\"")
                            .collect(Collectors.joining(", ", "anonymous {", "}"));
            Map<Long, String> samples = new TreeMap<>();
            Matcher sample = SAMPLE.matcher(series.group(2));
            while (sample.find()) {
                long millis = new BigDecimal(sample.group(1)).movePointRight(3).longValueExact();
                samples.put(millis, sample.group(2));
            }
            all.put(labels, samples);
        }
        return all;
    }

    /// How many samples of a metric the last day has.
    static long count(ServerProcess server, String selector)
            throws IOException, InterruptedException {
        return count(server, ANONYMOUS, selector);
    }

    /// The same of a tenant.
    static long count(ServerProcess server, String tenant, String selector)
            throws IOException, InterruptedException {
        String query = "sum(count_over_time(" + selector + "[1d]))";
        Matcher value = COUNT.matcher(checked(query, raw(server, tenant, query)));
        return value.find() ? Long.parseLong(value.group(1)) : 0;
    }

    private static String ask(ServerProcess server, String query)
            throws IOException, InterruptedException {
        return checked(query, raw(server, query));
    }

    private static String checked(String query, String answer) {
        if (!answer.startsWith(SUCCESS)) {
            throw new AssertionError(query + ": " + answer);
        }
        return answer;
    }

    /// The answer as it came, an error or not.
    static String raw(ServerProcess server, String query) throws IOException, InterruptedException {
        return raw(server, ANONYMOUS, query);
    }

    private static String raw(ServerProcess server, String tenant, String query)
            throws IOException, InterruptedException {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        return server.get(tenant, "/api/v1/query?query=" + encoded);
    }
}
