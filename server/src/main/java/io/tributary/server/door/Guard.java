package io.tributary.server.door;

import io.tributary.gateway.forwarded.ForwardedCertificate;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Identity;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.identity.Visitor;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpHandler;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.runtime.tls.ClientCertificate;
import java.io.IOException;

/// Lets a request in where its caller is known and may make it. Looks at headers alone.
public final class Guard {
    private static final String AUTHORIZATION = "authorization";

    /// When to come back where nobody can tell who asks, in seconds before jitter.
    private static final int RETRY_SECONDS = 5;

    private final Identity identity;
    private final DoorWitness witness;

    public Guard(Identity identity, DoorWitness witness) {
        this.identity = identity;
        this.witness = witness;
    }

    /// The handler behind this guard.
    HttpHandler before(GuardedHandler handler, Permission permission) {
        return new HttpHandler() {
            @Override
            public HttpAnswer answer(HttpExchange exchange)
                    throws IOException, InterruptedException {
                Caller caller = Caller.NOBODY;
                try {
                    if (permission.asksWho()) {
                        caller = identity.identify(visitor(exchange));
                        caller.require(permission);
                    }
                } catch (IdentityException e) {
                    return handler.refused(exchange, refuse(exchange, caller, e));
                }
                return handler.answer(exchange, caller);
            }

            @Override
            public HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
                return handler.refused(exchange, refusal);
            }
        };
    }

    /// What a request that is not let in is answered.
    HttpRefusalException refuse(HttpExchange exchange, Caller caller, IdentityException e) {
        witness.refused(exchange, caller, e);
        String message = String.valueOf(e.getMessage());
        return e.kind() == IdentityException.Kind.UNAVAILABLE
                ? HttpRefusalException.unavailable(message, RETRY_SECONDS)
                : new HttpRefusalException(e.kind().status(), message);
    }

    private static Visitor visitor(HttpExchange exchange) {
        return new Visitor(
                exchange.headers(AUTHORIZATION),
                exchange.clientCertificate().map(ClientCertificate::certificate),
                exchange.headers(ForwardedCertificate.HEADER),
                exchange.remoteAddress().getAddress());
    }
}
