package io.tributary.server.language;

import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Prettifier;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;

/// `format_query` and `parse_query`: a query as text over several lines, and as a tree.
public final class LanguageApi {
    private static final int BAD_REQUEST = 400;

    /// Longest formatted query: a row of operators is indented once more by each of them.
    private static final int FORMATTED_LENGTH_MAX = 4 << 20;

    private final ParserOptions syntax;

    public LanguageApi(ParserOptions syntax) {
        this.syntax = syntax;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                        Kind.STORED,
                        "GET, POST",
                        "/format_query",
                        "`query`; a text of more than 4 Mi characters is 400 instead",
                        this::format)
                .scoped(Kind.STORED, "GET, POST", "/parse_query", "`query`", this::tree);
    }

    private HttpAnswer format(ApiRoute.Request request) {
        String query =
                Prettifier.print(parse(request), FORMATTED_LENGTH_MAX)
                        .orElseThrow(() ->
                                new HttpRefusalException(
                                        BAD_REQUEST,
                                        "formatted query has more than "
                                                + FORMATTED_LENGTH_MAX
                                                + " characters"));
        return ApiAnswer.success(json -> json.htmlSafe(query));
    }

    private HttpAnswer tree(ApiRoute.Request request) {
        Expr expr = parse(request);
        return ApiAnswer.success(json -> new ExpressionTree(json).write(expr));
    }

    private Expr parse(ApiRoute.Request request) {
        try {
            return Parser.parse(request.parameters().query(), syntax);
        } catch (ParseException e) {
            throw ApiParameters.invalid("query", String.valueOf(e.getMessage()));
        }
    }
}
