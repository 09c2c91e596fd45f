package io.tributary.gateway.identity;

import java.net.InetAddress;
import java.util.List;

/// What a request shows of its sender, its headers alone.
///
/// @param authorization all values of that header
/// @param address where it came from
public record Visitor(List<String> authorization, InetAddress address) {
    public Visitor {
        authorization = List.copyOf(authorization);
    }
}
