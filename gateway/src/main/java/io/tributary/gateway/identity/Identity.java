package io.tributary.gateway.identity;

/// Who sends requests. Safe from any thread; does not block but for a slow hash, of which few are
/// made at once.
public interface Identity {
    /// Who this is.
    ///
    /// @throws IdentityException if nobody is known by what is presented, or nobody can tell now
    Caller identify(Visitor visitor) throws IdentityException;

    /// While authentication is off: whoever can reach us has every right.
    static Identity open() {
        return visitor -> Caller.OPEN;
    }
}
