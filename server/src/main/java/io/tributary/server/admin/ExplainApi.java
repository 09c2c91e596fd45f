package io.tributary.server.admin;

import io.tributary.gateway.admin.AdminCaller;
import io.tributary.gateway.admin.WriteExplainer;
import io.tributary.gateway.admin.WriteExplainer.Answer;
import io.tributary.gateway.admin.WriteExplainer.Question;
import io.tributary.gateway.admin.WriteExplainer.Sender;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.identity.TenantHeaders;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.runtime.http.Parameters;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.door.Doors;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedRoutes;
import java.util.Optional;

/// `GET /admin/v1/explain`: what would become of a series, if a sender wrote it now.
///
/// ```
/// ?principal=NAME&series=SERIES     of a credential or an agent
/// ?cluster=NAME&series=SERIES       of who writes for a cluster by a token of others
/// ?series=SERIES                    of whoever comes, while nobody is asked who they are
/// &tenant=NAME                      with a header that names this tenant
/// ```
public final class ExplainApi {
    private static final int BAD_REQUEST = 400;

    private final Gate gate;
    private final WriteExplainer explainer;

    public ExplainApi(Gate gate, WriteExplainer explainer) {
        this.gate = gate;
        this.explainer = explainer;
    }

    public void addTo(GuardedRoutes routes) {
        routes.add("GET", "/admin/v1/explain", Permission.TENANTS, this::explain);
    }

    private HttpAnswer explain(HttpExchange exchange, Caller caller) {
        Doors doors = gate.pass();
        Parameters parameters = exchange.urlParameters();
        Question question =
                new Question(
                        sender(parameters, caller),
                        new TenantHeaders(parameters.first("tenant"), Optional.empty()),
                        SeriesText.read(
                                parameters
                                        .first("series")
                                        .orElseThrow(() ->
                                                ApiParameters.invalid(
                                                        "series",
                                                        "found none, expected a series, as in up{job=\"node\"}"))));
        AdminCaller asker = AdminApi.from(exchange, caller);
        return switch (explainer.explain(asker, question, doors.authorizer(), doors.usage())) {
            case Answer.Explained(var explanation) ->
                    ApiAnswer.success(json -> ExplanationJson.write(json, explanation));
            case Answer.Unknown(var why) -> AdminAnswers.refusal(why);
        };
    }

    private static Sender sender(Parameters parameters, Caller caller) {
        Optional<String> principal = parameters.first("principal");
        Optional<String> cluster = parameters.first("cluster");
        if (principal.isPresent() && cluster.isPresent()) {
            throw new HttpRefusalException(
                    BAD_REQUEST, "found principal and cluster, expected one of them");
        }
        if (principal.isPresent()) {
            return new Sender.Named(principal.get());
        }
        if (cluster.isPresent()) {
            return new Sender.OfCluster(cluster.get());
        }
        if (caller.makesTenants()) {
            return new Sender.Anybody();
        }
        throw ApiParameters.invalid(
                "principal", "found none, expected a credential or an agent, or a cluster");
    }
}
