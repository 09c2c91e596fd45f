package io.tributary.server.status;

import io.tributary.gateway.identity.Permission;
import io.tributary.model.GoQuote;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiError;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import java.util.Locale;
import java.util.Set;

/// What Prometheus has and a store has not: rules, alerts, targets. Their parameters are judged as
/// upstream judges them, and the truthful answer is an empty one.
public final class EmptyApi {
    private static final int BAD_REQUEST = 400;
    private static final int NO_CONTENT = 204;
    private static final String WRITE_ONCE =
            "write-once: what was stored is neither deleted nor changed here";

    private static final Set<String> BOOLEANS = Set.of("1", "t", "true", "0", "f", "false");

    public void addTo(ApiRoutes routes) {
        addRules(routes);
        addTargets(routes);
        routes.open(
                        Kind.EMPTY,
                        "GET",
                        "/status/tsdb/blocks",
                        Permission.KNOWN,
                        "`{\"blocks\":[]}`: there are none",
                        (exchange, caller) -> FixedAnswers.data("{\"blocks\":[]}"))
                .open(
                        Kind.EMPTY,
                        "GET",
                        "/notifications",
                        Permission.KNOWN,
                        "`[]`",
                        (exchange, caller) -> FixedAnswers.data("[]"))
                .open(
                        Kind.EMPTY,
                        "GET",
                        "/notifications/live",
                        Permission.KNOWN,
                        "204: there will be none",
                        (exchange, caller) -> HttpAnswer.empty(NO_CONTENT));
        for (String action : new String[] {"delete_series", "clean_tombstones", "snapshot"}) {
            routes.open(
                    Kind.REFUSED,
                    "POST, PUT",
                    "/admin/tsdb/" + action,
                    Permission.KNOWN,
                    "what was stored is neither deleted nor changed",
                    (exchange, caller) -> ApiError.FORBIDDEN.answer(WRITE_ONCE));
        }
    }

    private static void addRules(ApiRoutes routes) {
        routes.scoped(
                        Kind.EMPTY,
                        "GET",
                        "/rules",
                        "`{\"groups\":[]}`",
                        request -> rules(request.parameters()))
                .open(
                        Kind.EMPTY,
                        "GET",
                        "/alerts",
                        Permission.KNOWN,
                        "`{\"alerts\":[]}`",
                        (exchange, caller) -> FixedAnswers.data("{\"alerts\":[]}"))
                .open(
                        Kind.EMPTY,
                        "GET",
                        "/alertmanagers",
                        Permission.KNOWN,
                        "no active, no dropped ones",
                        (exchange, caller) ->
                                FixedAnswers.data(
                                        "{\"activeAlertmanagers\":[],\"droppedAlertmanagers\":[]}"));
    }

    private static void addTargets(ApiRoutes routes) {
        routes.open(
                        Kind.EMPTY,
                        "GET",
                        "/scrape_pools",
                        Permission.KNOWN,
                        "`{\"scrapePools\":[]}`",
                        (exchange, caller) -> FixedAnswers.data("{\"scrapePools\":[]}"))
                .scoped(
                        Kind.EMPTY,
                        "GET",
                        "/targets",
                        "no active, no dropped ones",
                        request -> targets(request.parameters()))
                .scoped(
                        Kind.EMPTY,
                        "GET",
                        "/targets/metadata",
                        "`[]`",
                        request -> targetMetadata(request.parameters()))
                .scoped(
                        Kind.EMPTY,
                        "GET",
                        "/targets/relabel_steps",
                        "400: no scrape pool has that name",
                        EmptyApi::relabelSteps);
    }

    private static HttpAnswer rules(ApiParameters parameters) {
        parameters.selectors(false);
        String type = lower(parameters, "type");
        if (!Set.of("", "alert", "record").contains(type)) {
            throw ApiParameters.invalid("type", "not supported value " + GoQuote.quote(type));
        }
        String excluded = lower(parameters, "exclude_alerts");
        if (!excluded.isEmpty() && !BOOLEANS.contains(excluded)) {
            throw ApiParameters.invalid(
                    "exclude_alerts",
                    "error converting exclude_alerts: strconv.ParseBool: parsing %s: invalid syntax"
                            .formatted(GoQuote.quote(excluded)));
        }
        checkPage(parameters);
        return FixedAnswers.data("{\"groups\":[]}");
    }

    private static void checkPage(ApiParameters parameters) {
        String token = parameters.text("group_next_token");
        if (!parameters.has("group_limit")) {
            if (!token.isEmpty()) {
                throw ApiParameters.invalid(
                        "group_next_token",
                        "group_limit needs to be present in order to paginate over the groups");
            }
            return;
        }
        int limit;
        try {
            limit = Integer.parseInt(parameters.text("group_limit"));
        } catch (NumberFormatException e) {
            throw ApiParameters.invalid(
                    "group_limit",
                    "group_limit needs to be a valid number: strconv.ParseInt: parsing %s: invalid syntax"
                            .formatted(GoQuote.quote(parameters.text("group_limit"))));
        }
        if (limit <= 0) {
            throw ApiParameters.invalid("group_limit", "group_limit needs to be greater than 0");
        }
        if (!token.isEmpty()) {
            throw ApiParameters.invalid(
                    "group_next_token",
                    "invalid group_next_token '%s'. were rule groups changed?".formatted(token));
        }
    }

    /// Upstream counts dropped targets only where it was asked for them.
    private static HttpAnswer targets(ApiParameters parameters) {
        boolean dropped = Set.of("", "any", "dropped").contains(lower(parameters, "state"));
        return FixedAnswers.data(
                "{\"activeTargets\":[],\"droppedTargets\":[],\"droppedTargetCounts\":%s}"
                        .formatted(dropped ? "{}" : "null"));
    }

    private static HttpAnswer targetMetadata(ApiParameters parameters) {
        parameters.number("limit");
        String target = parameters.text("match_target");
        if (!target.isEmpty()) {
            try {
                Parser.parseSelector(target);
            } catch (ParseException e) {
                throw ApiParameters.invalid("match_target", String.valueOf(e.getMessage()));
            }
        }
        return FixedAnswers.data("[]");
    }

    private static HttpAnswer relabelSteps(ApiRoute.Request request) {
        String pool = request.parameters().text("scrapePool");
        if (pool.isEmpty()) {
            throw new HttpRefusalException(BAD_REQUEST, "no scrapePool parameter provided");
        }
        if (!request.parameters().has("labels")) {
            throw new HttpRefusalException(BAD_REQUEST, "no labels parameter provided");
        }
        throw new HttpRefusalException(
                BAD_REQUEST,
                "error retrieving scrape config: scrape pool %s not found"
                        .formatted(GoQuote.quote(pool)));
    }

    private static String lower(ApiParameters parameters, String name) {
        return parameters.text(name).toLowerCase(Locale.ROOT);
    }
}
