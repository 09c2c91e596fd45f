package io.tributary.server.audit;

import io.tributary.gateway.audit.AuditEvent;
import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.gateway.audit.AuditQuery;
import io.tributary.gateway.audit.AuditQuery.Sight;
import io.tributary.model.GoQuote;
import io.tributary.model.Matcher;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.server.api.ApiParameters;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Reads what is asked of the stream.
final class AuditParameters {
    private static final long SPAN_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final int LIMIT = 1_000;
    private static final int LIMIT_MAX = 100_000;
    private static final String NEWEST = "newest";
    private static final String OLDEST = "oldest";

    private AuditParameters() {}

    /// @throws io.tributary.runtime.http.HttpRefusalException naming the parameter that is wrong
    static AuditQuery query(ApiParameters parameters, Sight sight, long nowMillis) {
        long to = parameters.timeMillis("end", nowMillis);
        long from = parameters.timeMillis("start", to - SPAN_MILLIS);
        if (from > to) {
            throw ApiParameters.invalid("end", "end timestamp must not be before start time");
        }
        return new AuditQuery(
                sight,
                from,
                to,
                kinds(parameters.parameters().all("kind")),
                texts(parameters, "tenant"),
                texts(parameters, "principal"),
                series(parameters.text("series")),
                limit(parameters),
                isNewestFirst(parameters.text("order")));
    }

    private static Set<Kind> kinds(List<String> words) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String word : words) {
            kinds.add(
                    Kind.of(word)
                            .orElseThrow(() ->
                                    ApiParameters.invalid(
                                            "kind",
                                            "found %s, expected one of %s"
                                                    .formatted(GoQuote.quote(word), allKinds()))));
        }
        return kinds;
    }

    private static String allKinds() {
        return Arrays.stream(Kind.values())
                .map(AuditEvent.Kind::word)
                .collect(Collectors.joining(", "));
    }

    private static Set<String> texts(ApiParameters parameters, String name) {
        return new HashSet<>(parameters.parameters().all(name));
    }

    private static List<Matcher> series(String selector) {
        if (selector.isEmpty()) {
            return List.of();
        }
        try {
            return Parser.parseSelector(selector).matchers();
        } catch (ParseException e) {
            throw ApiParameters.invalid("series", String.valueOf(e.getMessage()));
        }
    }

    private static int limit(ApiParameters parameters) {
        int limit = parameters.limit().orElse(LIMIT);
        if (limit > LIMIT_MAX) {
            throw ApiParameters.invalid("limit", "more than " + LIMIT_MAX);
        }
        return limit;
    }

    private static boolean isNewestFirst(String order) {
        return switch (order) {
            case "", NEWEST -> true;
            case OLDEST -> false;
            default ->
                    throw ApiParameters.invalid(
                            "order",
                            "found %s, expected %s or %s"
                                    .formatted(GoQuote.quote(order), NEWEST, OLDEST));
        };
    }
}
