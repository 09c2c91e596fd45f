/// The built-in certificate authority at work: the server's own certificate, the anchors of agents,
/// and the routes by which agents enrol and renew.
///
/// *Start here*: {@link io.tributary.server.enroll.Authority}, {@link
/// io.tributary.server.enroll.EnrollRoutes}.
///
/// Invariants: no byte of a body is read before its join token, or the certificate of its
/// connection, is known to be one of ours; who is refused for what is audited.
///
/// Threads: safe from any. Not a hot path. What it does not do: decide who may have a certificate,
/// which is `gateway.pki.enroll`'s.
@NullMarked
package io.tributary.server.enroll;

import org.jspecify.annotations.NullMarked;
