package io.tributary.server.enroll;

import io.tributary.format.json.JsonWriter;
import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.RefusedException;
import io.tributary.gateway.pki.enroll.Approvals;
import io.tributary.gateway.pki.enroll.ClusterReference;
import io.tributary.gateway.pki.enroll.Enrolment;
import io.tributary.gateway.pki.enroll.JoinToken;
import io.tributary.gateway.pki.enroll.Outcome;
import io.tributary.gateway.pki.enroll.RenewExpired;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpBody;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.runtime.tls.ClientCertificate;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.door.Doors;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedRoutes;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The routes of enrolment:
///
/// ```
/// POST /admin/v1/enroll/{cluster}    → {"joinLine": "tributary agent enroll …", …}    an administrator
/// POST /enroll/v1/join               Authorization: Bearer trj_…, body: PKCS#10       whoever has a token
/// POST /enroll/v1/renew              by a client certificate of ours, also an expired one
/// ```
///
/// The last two answer `{"certificate": PEM, "anchors": PEM, "notAfter": …}`. A renewal that waits
/// for an administrator is answered 403, `needs_approval`, with `Retry-After`: it is to be
/// repeated.
public final class EnrollRoutes {
    private static final int REQUEST_BYTES_MAX = 16 * 1024;
    private static final String BEARER = "bearer ";
    private static final String NEEDS_APPROVAL = "needs_approval";

    /// People take minutes.
    private static final int APPROVAL_RETRY_SECONDS = 300;

    private final Gate gate;
    private final Registry registry;
    private final AuditTrail trail;
    private final RenewExpired renewExpired;
    private volatile Optional<Opened> opened = Optional.empty();

    private record Opened(Enrolment enrolment, Approvals approvals) {}

    public EnrollRoutes(Gate gate, Registry registry, AuditTrail trail, RenewExpired renewExpired) {
        this.gate = gate;
        this.registry = registry;
        this.trail = trail;
        this.renewExpired = renewExpired;
    }

    /// Has them enrol from now on.
    public void open(Enrolment enrolment, Approvals approvals) {
        opened = Optional.of(new Opened(enrolment, approvals));
    }

    public void addTo(GuardedRoutes routes) {
        routes.add("POST", "/admin/v1/enroll/{cluster}", Permission.TENANTS, this::invite)
                .add("POST", "/enroll/v1/join", Permission.NOBODY, (exchange, _) -> join(exchange))
                .add(
                        "POST",
                        "/enroll/v1/renew",
                        Permission.NOBODY,
                        (exchange, _) -> renew(exchange));
    }

    private HttpAnswer invite(HttpExchange exchange, Caller caller) throws IOException {
        Doors doors = gate.pass();
        Enrolment open = open().enrolment();
        Optional<ClusterEntry> cluster =
                registry.current()
                        .cluster(exchange.pathParameter())
                        .filter(found -> doors.authorizer().seesTo(caller, found.tenant()));
        if (cluster.isEmpty()) {
            throw new HttpRefusalException(
                    404, "no cluster of that name is registered, or it is not yours");
        }
        TenantEntry tenant = registry.current().tenant(cluster.get().tenant()).orElseThrow();
        ClusterReference reference =
                new ClusterReference(doors.authorizer().tenant(tenant).id(), cluster.get().id());
        JoinToken token;
        try {
            token = open.invite(reference);
        } catch (RefusedException e) {
            throw HttpRefusalException.unavailable(e.text(), 60);
        }
        trail.told(
                exchange,
                caller,
                Kind.ADMIN,
                "enroll",
                "a join token for cluster " + cluster.get().name());
        String server = "https://" + exchange.header("host").orElse("localhost");
        return ApiAnswer.success(json -> {
            json.beginObject().name("cluster").string(cluster.get().name());
            json.name("token").string(token.text());
            json.name("expires").string(Instant.ofEpochMilli(token.expiresMillis()).toString());
            json.name("joinLine").string(open.joinLine(server, token).text()).endObject();
        });
    }

    private HttpAnswer join(HttpExchange exchange) throws IOException, InterruptedException {
        gate.pass();
        Enrolment open = open().enrolment();
        List<String> authorization = exchange.headers("authorization");
        String token =
                authorization.size() == 1
                                && authorization
                                        .getFirst()
                                        .regionMatches(true, 0, BEARER, 0, BEARER.length())
                        ? authorization.getFirst().substring(BEARER.length()).strip()
                        : "";
        if (!open.admits(token)) {
            trail.told(
                    exchange,
                    Caller.NOBODY,
                    Kind.AUTHENTICATION_FAILURE,
                    "join_token",
                    "a join token that is not known, or whose time is over");
            throw new HttpRefusalException(
                    401, "the join token is not known, or its time is over: ask for another");
        }
        return answer(exchange, open.enroll(token, body(exchange)));
    }

    private HttpAnswer renew(HttpExchange exchange) throws IOException, InterruptedException {
        gate.pass();
        Opened open = open();
        Optional<ClientCertificate> shown = exchange.clientCertificate();
        if (shown.isEmpty()) {
            throw new HttpRefusalException(
                    401, "renewal needs the certificate that is to be renewed, shown by TLS");
        }
        X509Certificate certificate = shown.get().certificate();
        byte[] request = body(exchange);
        Outcome outcome = open.enrolment().renew(certificate, request, renewExpired);
        boolean isApproved =
                outcome instanceof Outcome.NeedsApproval needed && open.approvals().has(needed);
        return answer(
                exchange,
                isApproved
                        ? open.enrolment().renew(certificate, request, RenewExpired.ALLOW)
                        : outcome);
    }

    private HttpAnswer answer(HttpExchange exchange, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Issued issued -> {
                trail.told(
                        exchange,
                        Caller.NOBODY,
                        Kind.ADMIN,
                        "certificate",
                        "agent %s of cluster %s has a certificate until %s"
                                .formatted(
                                        issued.record().agent().agent(),
                                        issued.record().agent().cluster(),
                                        Instant.ofEpochMilli(issued.record().notAfterMillis())));
                yield ApiAnswer.success(json -> write(issued, json));
            }
            case Outcome.NeedsApproval needed -> {
                String text =
                        "the certificate expired at %s, and renewing it waits for an administrator's word (tributary authority approve %s)"
                                .formatted(
                                        Instant.ofEpochMilli(needed.expiredMillis()),
                                        needed.agent().agent());
                trail.told(exchange, Caller.NOBODY, Kind.DENIAL, NEEDS_APPROVAL, text);
                yield HttpAnswer.error(403, NEEDS_APPROVAL, text)
                        .withRetryAfter(APPROVAL_RETRY_SECONDS);
            }
            case Outcome.Refused(var refusal, var text, _) -> {
                trail.told(exchange, Caller.NOBODY, Kind.DENIAL, refusal.word(), text);
                throw new HttpRefusalException(403, text);
            }
        };
    }

    private static void write(Outcome.Issued issued, JsonWriter json) throws IOException {
        json.beginObject().name("agent").string(issued.record().agent().agent().toString());
        json.name("certificate").string(CertificateAuthority.pem(issued.chain()));
        json.name("anchors").string(CertificateAuthority.pem(issued.anchors()));
        json.name("notAfter")
                .string(Instant.ofEpochMilli(issued.record().notAfterMillis()).toString());
        json.endObject();
    }

    private Opened open() {
        return opened.orElseThrow(
                () -> new HttpRefusalException(404, "this server has no authority: ca.enabled"));
    }

    private static byte[] body(HttpExchange exchange) throws InterruptedException {
        try (HttpBody body = exchange.body(REQUEST_BYTES_MAX, bytes -> true)) {
            return Arrays.copyOf(body.bytes(), body.length());
        }
    }
}
