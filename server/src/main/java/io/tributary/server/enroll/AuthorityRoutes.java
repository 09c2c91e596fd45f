package io.tributary.server.enroll;

import io.tributary.format.json.JsonWriter;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.CertificateAuthority.Standing;
import io.tributary.gateway.pki.enroll.Approvals;
import io.tributary.gateway.pki.enroll.Approvals.Waiting;
import io.tributary.gateway.pki.enroll.Enrolment;
import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.Registry;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedRoutes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The routes by which an administrator sees to the authority:
///
/// ```
/// GET  /admin/v1/authority                    its roots, and what each does
/// POST /admin/v1/authority/rotate?delay=1d    a new root
/// GET  /admin/v1/authority/pending            agents whose expired certificate waits for a word
/// POST /admin/v1/authority/approve/{agent}    the word
/// ```
public final class AuthorityRoutes {
    private static final String PREFIX = "/admin/v1/authority";

    /// The longest time until a new root signs: an old one may be near its end.
    private static final Duration DELAY_MAX = Duration.ofDays(30);

    private final Gate gate;
    private final Authority authority;
    private final Registry registry;
    private final AuditTrail trail;
    private volatile Optional<Approvals> approvals = Optional.empty();

    public AuthorityRoutes(Gate gate, Authority authority, Registry registry, AuditTrail trail) {
        this.gate = gate;
        this.authority = authority;
        this.registry = registry;
        this.trail = trail;
    }

    /// Has them approve from now on.
    public void open(Approvals opened) {
        approvals = Optional.of(opened);
    }

    public void addTo(GuardedRoutes routes) {
        routes.add("GET", PREFIX, Permission.REGISTRY, (_, _) -> show())
                .add("POST", PREFIX + "/rotate", Permission.REGISTRY, this::rotate)
                .add("GET", PREFIX + "/pending", Permission.REGISTRY, (_, _) -> pending())
                .add("POST", PREFIX + "/approve/{agent}", Permission.REGISTRY, this::approve);
    }

    private HttpAnswer show() {
        CertificateAuthority certificates = authority.certificates();
        List<Standing> roots = certificates.standings();
        boolean isDue = certificates.isRotationDue();
        return ApiAnswer.success(json -> {
            json.beginObject().name("trustDomain").string(certificates.trust().name());
            json.name("rotationDue").bool(isDue);
            json.name("roots").beginArray();
            for (Standing root : roots) {
                write(root, json);
            }
            json.endArray().endObject();
        });
    }

    private HttpAnswer rotate(HttpExchange exchange, Caller caller) throws IOException {
        gate.pass();
        Enrolment enrolment = authority.enrolment().orElseThrow();
        Duration delay = delay(exchange);
        trail.toldFirst(
                exchange,
                caller,
                "rotate",
                "a new root of the certificate authority, which signs in "
                        + delay.toSeconds()
                        + " s");
        try {
            enrolment.rotate(delay);
        } catch (StoredStateException e) {
            return HttpAnswer.error(409, "conflict", String.valueOf(e.getMessage()));
        }
        authority.writeAnchors();
        return show();
    }

    private HttpAnswer pending() {
        gate.pass();
        List<Waiting> waiting = approvals().waiting();
        return ApiAnswer.success(json -> {
            json.beginObject().name("pending").beginArray();
            for (Waiting agent : waiting) {
                write(agent, json);
            }
            json.endArray().endObject();
        });
    }

    private HttpAnswer approve(HttpExchange exchange, Caller caller) throws IOException {
        gate.pass();
        String text = exchange.pathParameter();
        Optional<Waiting> waiting = uuid(text).flatMap(approvals()::find);
        if (waiting.isEmpty()) {
            throw new HttpRefusalException(
                    404,
                    "no agent of that id waits for approval; it does once its renewal was refused");
        }
        UUID agent = waiting.get().needed().agent().agent();
        trail.toldFirst(
                exchange,
                caller,
                "approve",
                "agent %s may renew its certificate %s, which expired at %s"
                        .formatted(
                                agent,
                                waiting.get().needed().serial(),
                                Instant.ofEpochMilli(waiting.get().needed().expiredMillis())));
        long until =
                approvals()
                        .approve(agent)
                        .orElseThrow(() ->
                                HttpRefusalException.unavailable(
                                        "somebody else approved the agent meanwhile", 1));
        return ApiAnswer.success(json ->
                json.beginObject()
                        .name("agent")
                        .string(agent.toString())
                        .name("until")
                        .string(Instant.ofEpochMilli(until).toString())
                        .endObject());
    }

    private Approvals approvals() {
        return approvals.orElseThrow(
                () -> HttpRefusalException.unavailable("the authority is being opened", 1));
    }

    private static Duration delay(HttpExchange exchange) {
        Optional<String> text = exchange.urlParameters().first("delay");
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        return Setting.readDuration(text.get())
                .filter(read -> !read.isNegative() && read.compareTo(DELAY_MAX) <= 0)
                .orElseThrow(() ->
                        new HttpRefusalException(
                                400,
                                "delay: found %s, expected a duration from 0s to %dd"
                                        .formatted(text.get(), DELAY_MAX.toDays())));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void write(Standing root, JsonWriter json) throws IOException {
        json.beginObject().name("sha256").string(root.sha256());
        json.name("notBefore").string(root.certificate().getNotBefore().toInstant().toString());
        json.name("notAfter").string(root.certificate().getNotAfter().toInstant().toString());
        json.name("signsAgentsFrom").string(text(root.signsAgentsFromMillis()));
        json.name("anchorUntil").string(text(root.anchorUntilMillis()));
        json.name("signsForAgents").bool(root.signsForAgents());
        json.name("signsForServers").bool(root.signsForServers());
        json.endObject();
    }

    private void write(Waiting agent, JsonWriter json) throws IOException {
        UUID cluster = agent.needed().agent().cluster();
        json.beginObject().name("agent").string(agent.needed().agent().agent().toString());
        json.name("cluster")
                .string(
                        registry.current()
                                .cluster(cluster)
                                .map(ClusterEntry::name)
                                .orElse(cluster.toString()));
        json.name("serial").string(agent.needed().serial());
        json.name("keySha256").string(agent.needed().keySha256());
        json.name("expired").string(text(agent.needed().expiredMillis()));
        json.name("firstAsked").string(text(agent.firstMillis()));
        json.name("lastAsked").string(text(agent.lastMillis()));
        json.endObject();
    }

    private static String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
