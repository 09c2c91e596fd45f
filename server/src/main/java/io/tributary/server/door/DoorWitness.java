package io.tributary.server.door;

import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.runtime.http.HttpExchange;

/// Is told who is not let in. Called on the request's thread; must not block.
@FunctionalInterface
public interface DoorWitness {
    /// A request was refused.
    ///
    /// @param caller `Caller.NOBODY` where nobody is known by what was presented
    void refused(HttpExchange exchange, Caller caller, IdentityException why);
}
