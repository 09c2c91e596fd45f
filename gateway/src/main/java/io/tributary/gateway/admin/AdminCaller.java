package io.tributary.gateway.admin;

import io.tributary.gateway.identity.Caller;

/// Who asks the registry's API.
///
/// @param from the address that they come from
public record AdminCaller(Caller caller, String from) {
    String name() {
        return caller.name();
    }
}
