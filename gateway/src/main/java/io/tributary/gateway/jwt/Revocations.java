package io.tributary.gateway.jwt;

import java.util.Set;

/// Which tokens of an issuer count no longer, though they have not expired.
///
/// @param subjects whose tokens, all of them
/// @param notIssuedBeforeMillis tokens issued before this time, since 1970; 0 for none. Tokens tell
///   seconds: one that was issued in the second of this time may count as issued before.
public record Revocations(Set<String> subjects, long notIssuedBeforeMillis) {
    /// None.
    public static final Revocations NONE = new Revocations(Set.of(), 0);

    public Revocations {
        subjects = Set.copyOf(subjects);
    }
}
