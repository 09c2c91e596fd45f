package io.tributary.runtime.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tributary.runtime.tls.ClientCertificate;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One request, as its handler sees it. Owned by the request's thread; {@link #onDisconnect} is
/// called from another.
public final class HttpExchange {
    /// Longest form taken, in bytes.
    static final int FORM_BYTES_MAX = 1024 * 1024;

    private static final String FORM = "application/x-www-form-urlencoded";

    private final ServiceRequestContext context;
    private final HttpRequest request;
    private final BytePool pool;
    private final long bodyTimeoutMillis;
    private final String pathParameter;
    private final Optional<ClientCertificate> clientCertificate;
    private final List<Runnable> onDisconnect = new ArrayList<>();
    private boolean disconnected;
    private Optional<Parameters> urlParameters = Optional.empty();

    HttpExchange(
            ServiceRequestContext context,
            HttpRequest request,
            BytePool pool,
            long bodyTimeoutMillis,
            String pathParameter,
            Optional<ClientCertificate> clientCertificate) {
        this.context = context;
        this.request = request;
        this.pool = pool;
        this.bodyTimeoutMillis = bodyTimeoutMillis;
        this.pathParameter = pathParameter;
        this.clientCertificate = clientCertificate;
    }

    public String method() {
        return request.method().name();
    }

    /// As sent, escapes and all, without the query.
    public String path() {
        return context.path();
    }

    /// What stands where the route has its `{…}`, decoded; empty for a route without one.
    public String pathParameter() {
        return pathParameter;
    }

    /// The first value of a header, by its name in lower case.
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.headers().get(name));
    }

    /// The media type of the body, in lower case and without parameters; empty where none is said.
    public String mediaType() {
        String said = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        return said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /// All values of a header, in the order they came, by its name in lower case. A header that
    /// says who somebody is must have one at most.
    public List<String> headers(String name) {
        return List.copyOf(request.headers().getAll(name));
    }

    /// The certificate that the client showed at the handshake; empty without one, and without TLS.
    /// The anchors of now vouch for it; whether its dates are right, and what it may do, is not
    /// said.
    public Optional<ClientCertificate> clientCertificate() {
        return clientCertificate;
    }

    public InetSocketAddress remoteAddress() {
        return context.remoteAddress();
    }

    /// The parameters of the URL and, where a form was posted, of the form. Reads the body then.
    ///
    /// @throws HttpRefusalException where they cannot be read
    public Parameters parameters(BodyReservation reservation) throws InterruptedException {
        String query = context.query() == null ? "" : context.query();
        return Parameters.parse(isForm() ? form(reservation) : "", query);
    }

    /// The parameters of the URL alone; the body is left as it is.
    ///
    /// @throws HttpRefusalException where they cannot be read
    public Parameters urlParameters() {
        if (urlParameters.isEmpty()) {
            String query = context.query() == null ? "" : context.query();
            urlParameters = Optional.of(Parameters.parse("", query));
        }
        return urlParameters.get();
    }

    /// Reads the body, blocking until it is there. At most once a request.
    ///
    /// @throws HttpRefusalException 413 above `maxBytes`, 503 where the reservation refuses or the
    ///   body takes too long
    public HttpBody body(int maxBytes, BodyReservation reservation) throws InterruptedException {
        return BodyReader.read(
                request,
                context.eventLoop(),
                pool,
                reservation,
                maxBytes,
                request.headers().contentLength(),
                bodyTimeoutMillis);
    }

    /// Calls `action` as soon as the other side is known to be gone; at once if it is already. Not
    /// called after a complete answer.
    public void onDisconnect(Runnable action) {
        synchronized (onDisconnect) {
            if (!disconnected) {
                onDisconnect.add(action);
                return;
            }
        }
        action.run();
    }

    boolean acceptsGzip() {
        String accepted = request.headers().get(HttpHeaderNames.ACCEPT_ENCODING, "");
        for (String coding : accepted.split(",", -1)) {
            String[] parts = coding.strip().toLowerCase(Locale.ROOT).split(";", 2);
            if (parts[0].strip().equals("gzip")) {
                return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    void disconnected() {
        List<Runnable> actions;
        synchronized (onDisconnect) {
            disconnected = true;
            actions = List.copyOf(onDisconnect);
            onDisconnect.clear();
        }
        actions.forEach(Runnable::run);
    }

    private boolean isForm() {
        return method().equals("POST") && mediaType().equals(FORM);
    }

    private String form(BodyReservation reservation) throws InterruptedException {
        try (HttpBody body = body(FORM_BYTES_MAX, reservation)) {
            return new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8);
        }
    }
}
