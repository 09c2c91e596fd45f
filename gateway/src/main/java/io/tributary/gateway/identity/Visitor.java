package io.tributary.gateway.identity;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a request shows of its sender, its headers alone.
///
/// @param authorization all values of that header
/// @param certificate what it showed at the handshake, vouched for by a CA that is trusted now; its
///   dates are not checked
/// @param address where it came from
public record Visitor(
        List<String> authorization, Optional<X509Certificate> certificate, InetAddress address) {
    public Visitor {
        authorization = List.copyOf(authorization);
    }

    /// Without a certificate.
    public Visitor(List<String> authorization, InetAddress address) {
        this(authorization, Optional.empty(), address);
    }
}
