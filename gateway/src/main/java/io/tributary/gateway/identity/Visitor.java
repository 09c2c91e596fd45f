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
/// @param forwarded all values of the header by which a proxy tells of its client's certificate;
///   nothing is known yet of who wrote it
/// @param address where it came from
public record Visitor(
        List<String> authorization,
        Optional<X509Certificate> certificate,
        List<String> forwarded,
        InetAddress address) {
    public Visitor {
        authorization = List.copyOf(authorization);
        forwarded = List.copyOf(forwarded);
    }

    /// Without a certificate, its own or another's.
    public Visitor(List<String> authorization, InetAddress address) {
        this(authorization, Optional.empty(), List.of(), address);
    }
}
