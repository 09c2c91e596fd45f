package io.tributary.runtime.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tributary.runtime.http.tls.Client;
import io.tributary.runtime.http.tls.Clients;
import io.tributary.runtime.tls.ClientCertificate;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// From the stack's request to a handler's thread and back.
///
/// *Invariant*: every request gets exactly one answer, or its connection is gone.
final class RequestBridge implements HttpService {
    private static final int CLIENT_GONE = 499;

    /// Told to nobody but the observer: the connection was closed, as its client's certificate is
    /// not trusted any more.
    private static final int NO_LONGER_TRUSTED = 495;

    private static final String HOST = HttpHeaderNames.HOST.toString();

    private static final String INTERNAL = "internal error, see the log of the server";

    /// Two parties on the way may each have read another one; the connection is not to be trusted.
    private static final HttpAnswer TWO_HOSTS =
            HttpAnswer.error(400, "bad_data", "found more than one Host header, expected one")
                    .withHeader("connection", "close");

    private final Routes routes;
    private final HttpObserver observer;
    private final BytePool pool;
    private final Executor threads;
    private final HttpServer.Settings settings;
    private final Optional<Clients> clients;
    private final AtomicInteger inFlight = new AtomicInteger();

    RequestBridge(
            Routes routes,
            HttpObserver observer,
            BytePool pool,
            Executor threads,
            HttpServer.Settings settings) {
        this.routes = routes;
        this.observer = observer;
        this.pool = pool;
        this.threads = threads;
        this.settings = settings;
        this.clients = settings.tls().map(Clients::new);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        CompletableFuture<HttpResponse> future = new CompletableFuture<>();
        HttpResponse response = HttpResponse.of(future);
        inFlight.incrementAndGet();
        threads.execute(() -> {
            try {
                answer(context, request, response, answered -> send(future, answered));
            } finally {
                inFlight.decrementAndGet();
            }
        });
        return response;
    }

    private static void send(CompletableFuture<HttpResponse> future, HttpResponse answered) {
        if (!future.complete(answered)) {
            answered.abort();
        }
    }

    private void answer(
            ServiceRequestContext context,
            HttpRequest request,
            HttpResponse response,
            Consumer<HttpResponse> send) {
        long started = System.nanoTime();
        String method = request.method().name();
        String path = "";
        int status;
        try {
            Optional<ClientCertificate> certificate;
            switch (client(context)) {
                case Client.Anonymous() -> certificate = Optional.empty();
                case Client.Known(var shown) -> certificate = Optional.of(shown);
                case Client.NoLongerTrusted() -> {
                    response.abort();
                    observer.answered(method, path, NO_LONGER_TRUSTED, System.nanoTime() - started);
                    return;
                }
            }
            Routes.Match match = routes.match(method, context.path());
            path = match.route().map(Routes.Route::path).orElse("");
            HttpExchange exchange =
                    new HttpExchange(
                            context,
                            request,
                            pool,
                            settings.bodyTimeoutMillis(),
                            match.parameter(),
                            certificate);
            response.whenComplete()
                    .exceptionally(gone -> {
                        exchange.disconnected();
                        return null;
                    });
            status = answer(match, exchange, send);
        } catch (HttpRefusalException e) {
            status = sendWhole(HttpAnswer.error(e), send);
        } catch (DisconnectedException e) {
            response.abort();
            status = CLIENT_GONE;
        } catch (InterruptedException e) {
            status = sendWhole(HttpAnswer.error(503, "unavailable", "server is stopping"), send);
        } catch (Throwable e) {
            observer.failed(method, path, e);
            status = sendWhole(HttpAnswer.error(500, "internal", INTERNAL), send);
        }
        observer.answered(method, path, status, System.nanoTime() - started);
    }

    private Client client(ServiceRequestContext context) {
        return clients.map(known -> known.of(context)).orElseGet(Client.Anonymous::new);
    }

    private int answer(Routes.Match match, HttpExchange exchange, Consumer<HttpResponse> send)
            throws IOException, InterruptedException {
        if (exchange.headers(HOST).size() > 1) {
            return sendWhole(TWO_HOSTS, send);
        }
        if (match.route().isEmpty()) {
            return sendWhole(unrouted(match, exchange), send);
        }
        HttpAnswer answer = answer(match.route().get(), exchange);
        return send(answer, exchange.acceptsGzip() && answer.mayCompress(), send);
    }

    private HttpAnswer answer(Routes.Route route, HttpExchange exchange)
            throws InterruptedException {
        HttpHandler handler = route.handler();
        if (inFlight.get() > settings.requestsMax()) {
            return handler.refused(
                    exchange, HttpRefusalException.unavailable("too many requests in flight", 1));
        }
        try {
            return handler.answer(exchange);
        } catch (HttpRefusalException | DisconnectedException | InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            observer.failed(exchange.method(), route.path(), e);
            return handler.refused(exchange, new HttpRefusalException(500, INTERNAL));
        }
    }

    private static int send(HttpAnswer answer, boolean gzip, Consumer<HttpResponse> send)
            throws IOException {
        AnswerStream stream = new AnswerStream(new AnswerHeaders(answer), gzip, send);
        try {
            answer.body().writeTo(stream);
            stream.finish();
            return answer.status();
        } catch (IOException | RuntimeException e) {
            stream.abort(e);
            if (stream.isStarted() && !(e instanceof DisconnectedException)) {
                throw new IllegalStateException("an answer broke off while it was sent", e);
            }
            throw e;
        }
    }

    private static HttpAnswer unrouted(Routes.Match match, HttpExchange exchange) {
        if (match.allowed().isEmpty()) {
            return HttpAnswer.error(404, "not_found", "no such path: " + exchange.path());
        }
        String allowed = String.join(", ", match.allowed());
        if (exchange.method().equals("OPTIONS")) {
            return HttpAnswer.empty(204).withHeader("allow", allowed);
        }
        return HttpAnswer.error(
                        405,
                        "bad_data",
                        "%s is not answered at %s, only %s"
                                .formatted(exchange.method(), exchange.path(), allowed))
                .withHeader("allow", allowed);
    }

    private static int sendWhole(HttpAnswer answer, Consumer<HttpResponse> send) {
        try {
            return send(answer, false, send);
        } catch (IOException e) {
            throw new IllegalStateException("BUG: an error's text could not be written", e);
        }
    }
}
