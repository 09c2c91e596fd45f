package io.tributary.server.door;

import io.tributary.gateway.identity.Caller;
import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadScope;
import io.tributary.promql.QueryException;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.http.BodyReservation;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpObserver;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiError;
import io.tributary.server.api.ApiParameters;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/// What all routes of the query API have in common: who may read what, the parameters within a
/// budget, and Prometheus' codes for what went wrong.
public final class ApiRoute implements GuardedHandler {
    /// One route's own part.
    @FunctionalInterface
    public interface Call {
        HttpAnswer answer(Request request) throws IOException, InterruptedException;
    }

    /// A request that may be answered.
    ///
    /// @param room for what is kept of it, until it is answered
    public record Request(
            HttpExchange exchange,
            Doors doors,
            Caller caller,
            ReadScope scope,
            ApiParameters parameters,
            BodyReservation room) {}

    private final Gate gate;
    private final ByteBudget<InetAddress> forms;
    private final HttpObserver observer;
    private final boolean scoped;
    private final Call call;

    /// A route.
    ///
    /// @param forms room for the forms of all requests, by sender
    /// @param observer is told what could not be read
    /// @param scoped whether it reads data, within its caller's scope; else there is nothing in it
    ApiRoute(
            Gate gate,
            ByteBudget<InetAddress> forms,
            HttpObserver observer,
            boolean scoped,
            Call call) {
        this.scoped = scoped;
        this.gate = gate;
        this.forms = forms;
        this.observer = observer;
        this.call = call;
    }

    @Override
    public HttpAnswer answer(HttpExchange exchange, Caller caller) throws InterruptedException {
        Doors doors = gate.pass();
        ReadScope scope = scoped ? doors.reader(exchange, caller) : Doors.NOTHING;
        try (ByteBudget<InetAddress>.Lease lease = lease(exchange)) {
            ApiParameters parameters = new ApiParameters(exchange.parameters(lease::takeMore));
            return call.answer(
                    new Request(exchange, doors, caller, scope, parameters, lease::takeMore));
        } catch (QueryException | BudgetExceededException e) {
            return ApiError.answer(e);
        } catch (IOException e) {
            observer.failed(exchange.method(), exchange.path(), e);
            return ApiError.answer(e);
        }
    }

    private ByteBudget<InetAddress>.Lease lease(HttpExchange exchange) {
        Optional<ByteBudget<InetAddress>.Lease> lease =
                forms.take(exchange.remoteAddress().getAddress(), 0);
        return lease.orElseThrow(
                () -> HttpRefusalException.unavailable("no room for the request now", 1));
    }
}
