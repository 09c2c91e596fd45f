package io.tributary.gateway.secret;

import java.util.List;

/// What a request presents to prove who it is. Nothing of it is proved yet, and none of it shows
/// itself but a token's id: people put secrets where names belong.
public sealed interface Presented {
    /// What the values of all `Authorization` headers of a request present.
    static Presented of(List<String> authorizations) {
        return AuthorizationHeader.parse(authorizations);
    }

    /// No `Authorization` header.
    record None() implements Presented {}

    /// A token of the form that we make.
    record Token(AccessToken token) implements Presented {}

    /// `Basic`: a name, not empty, and a password.
    record Password(String user, Secret password) implements Presented {
        @Override
        public String toString() {
            return "Password[***]";
        }
    }

    /// A bearer token that has the form of a signed JWT, unread.
    record OtherBearer(Secret jwt) implements Presented {}

    /// What cannot be any of these.
    ///
    /// @param why for whoever sent it; shows none of it
    record Malformed(String why) implements Presented {}
}
