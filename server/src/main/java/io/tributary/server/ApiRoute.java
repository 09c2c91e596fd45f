package io.tributary.server;

import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadScope;
import io.tributary.promql.QueryException;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpHandler;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiParameters;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/// What all routes of the query API have in common: who may read what, the parameters within a
/// budget, and Prometheus' codes for what went wrong.
final class ApiRoute implements HttpHandler {
    /// One route's own part.
    @FunctionalInterface
    interface Call {
        HttpAnswer answer(Request request) throws IOException, InterruptedException;
    }

    /// A request that may be answered.
    record Request(HttpExchange exchange, Doors doors, ReadScope scope, ApiParameters parameters) {}

    private final Gate gate;
    private final ByteBudget<InetAddress> forms;
    private final ServerMetrics metrics;
    private final Call call;

    /// A route.
    ///
    /// @param forms room for the forms of all requests, by sender
    ApiRoute(Gate gate, ByteBudget<InetAddress> forms, ServerMetrics metrics, Call call) {
        this.gate = gate;
        this.forms = forms;
        this.metrics = metrics;
        this.call = call;
    }

    @Override
    public HttpAnswer answer(HttpExchange exchange) throws InterruptedException {
        Doors doors = gate.pass();
        ReadScope scope = doors.reader(exchange);
        try (ByteBudget<InetAddress>.Lease lease = lease(exchange)) {
            ApiParameters parameters = new ApiParameters(exchange.parameters(lease::takeMore));
            return call.answer(new Request(exchange, doors, scope, parameters));
        } catch (QueryException e) {
            return refusal(e);
        } catch (BudgetExceededException e) {
            return HttpAnswer.error(422, "execution", text(e));
        } catch (IOException e) {
            metrics.failed(exchange.method(), exchange.path(), e);
            return HttpAnswer.error(500, "internal", text(e));
        }
    }

    private ByteBudget<InetAddress>.Lease lease(HttpExchange exchange) {
        Optional<ByteBudget<InetAddress>.Lease> lease =
                forms.take(exchange.remoteAddress().getAddress(), 0);
        return lease.orElseThrow(
                () -> HttpRefusalException.unavailable("no room for the request now", 1));
    }

    private static HttpAnswer refusal(QueryException e) {
        return switch (e.kind()) {
            case BAD_DATA -> HttpAnswer.error(400, "bad_data", text(e));
            case EXECUTION -> HttpAnswer.error(422, "execution", text(e));
            case CANCELED -> HttpAnswer.error(499, "canceled", text(e));
            case TIMEOUT -> HttpAnswer.error(503, "timeout", text(e));
        };
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
