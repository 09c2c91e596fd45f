package io.tributary.server;

import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadScope;
import io.tributary.promql.QueryException;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpHandler;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiError;
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
            return e.isOfAll() ? unavailable(e) : ApiError.EXECUTION.answer(text(e));
        } catch (IOException e) {
            metrics.failed(exchange.method(), exchange.path(), e);
            return ApiError.INTERNAL.answer(text(e));
        }
    }

    private ByteBudget<InetAddress>.Lease lease(HttpExchange exchange) {
        Optional<ByteBudget<InetAddress>.Lease> lease =
                forms.take(exchange.remoteAddress().getAddress(), 0);
        return lease.orElseThrow(
                () -> HttpRefusalException.unavailable("no room for the request now", 1));
    }

    private static HttpAnswer refusal(QueryException e) {
        ApiError error =
                switch (e.kind()) {
                    case BAD_DATA -> ApiError.BAD_DATA;
                    case EXECUTION -> ApiError.EXECUTION;
                    case CANCELED -> ApiError.CANCELED;
                    case TIMEOUT -> ApiError.TIMEOUT;
                    case UNAVAILABLE -> ApiError.UNAVAILABLE;
                };
        return error == ApiError.UNAVAILABLE ? unavailable(e) : error.answer(text(e));
    }

    private static HttpAnswer unavailable(Exception e) {
        return ApiError.UNAVAILABLE.answer(text(e)).withRetryAfter(1);
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
