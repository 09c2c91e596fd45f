package io.tributary.gateway.identity;

import io.tributary.gateway.forwarded.ForwardedCertificate;
import io.tributary.gateway.forwarded.ForwardedHeaderException;
import io.tributary.gateway.forwarded.TrustedProxies;
import io.tributary.gateway.registry.text.CertificateName;
import java.security.cert.X509Certificate;
import java.util.List;

/// By which certificate a request's sender is to be known: one it showed to us, or one it showed to
/// a proxy that is listed and tells of it.
///
/// What a proxy showed of itself is the proxy's, not its client's: it lets nobody in. What a header
/// says that came from anywhere else lets nobody in either; where its sender has another proof, it
/// is passed over, as any proxy on the way may have set it.
sealed interface ShownCertificate {
    /// None. Whoever has no other proof is turned away.
    ///
    /// @param reason in one word
    /// @param why what is missing, and what to do
    record None(String reason, String why) implements ShownCertificate {}

    /// The certificate itself.
    ///
    /// @param forwarded whether it came from a proxy: no CA of ours was asked
    record Whole(X509Certificate certificate, boolean forwarded) implements ShownCertificate {}

    /// What a listed proxy says that stands in it.
    record Named(List<CertificateName> names) implements ShownCertificate {
        public Named {
            names = List.copyOf(names);
        }
    }

    /// That of a visitor.
    ///
    /// @throws IdentityException 400 where a listed proxy sends a header that cannot be read
    static ShownCertificate of(Visitor visitor, TrustedProxies proxies) throws IdentityException {
        if (!proxies.include(visitor.address())) {
            return visitor.certificate().isPresent()
                    ? new Whole(visitor.certificate().get(), false)
                    : nothingFrom(visitor);
        }
        if (visitor.forwarded().isEmpty()) {
            return new None(
                    "no_credential",
                    "no credential: proxy %s (tls.proxies) told of no client certificate, and there is no Authorization"
                            .formatted(visitor.address().getHostAddress()));
        }
        try {
            return switch (ForwardedCertificate.of(visitor.forwarded())) {
                case ForwardedCertificate.Whole(var certificate) -> new Whole(certificate, true);
                case ForwardedCertificate.Named(var names) -> new Named(names);
            };
        } catch (ForwardedHeaderException e) {
            throw IdentityException.badRequest(
                    "bad_forwarded_certificate",
                    "X-Forwarded-Client-Cert of proxy %s: %s"
                            .formatted(visitor.address().getHostAddress(), e.getMessage()));
        }
    }

    private static None nothingFrom(Visitor visitor) {
        return visitor.forwarded().isEmpty()
                ? new None(
                        "no_credential",
                        "no credential: send Authorization with Bearer and a token, or Basic with name and password")
                : new None(
                        "forwarded_by_unlisted",
                        "X-Forwarded-Client-Cert came from %s, whose word is not taken (tls.proxies), and there is no other credential"
                                .formatted(visitor.address().getHostAddress()));
    }
}
