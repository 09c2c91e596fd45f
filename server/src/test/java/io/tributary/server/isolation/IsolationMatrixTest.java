package io.tributary.server.isolation;

import static io.tributary.server.isolation.Credentials.trusting;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.registry.Role;
import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.RunningServer;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.testkit.json.JsonReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// Every route of the server, by every kind of caller, with every trick of headers and labels we
/// know: who may not is told so, who may sees their own, and nobody sees a word of others.
///
/// Made from the server's own list of routes: one that this test does not know how to ask fails it.
@TestInstance(Lifecycle.PER_CLASS)
class IsolationMatrixTest {
    /// Fewer would mean that a dimension was lost.
    private static final int CASES_MIN = 5_000;

    private static final long MINUTE = 60_000;

    /// Stands in every name, value, text and query of a tenant's, and nowhere else.
    private static final Map<String, String> WORDS =
            Map.of("red", "crimson", "blue", "azure", "green", "emerald");

    /// Of series of red that the reader with a label policy may not see.
    private static final String HIDDEN = "crimsonhidden";

    /// A caller of the matrix.
    ///
    /// @param authorization none where empty
    /// @param roles what they have; none where they are not known
    /// @param home the tenant they read or write, empty for none
    private record Asker(
            String name, Optional<String> authorization, Set<Role> roles, String home) {}

    /// Headers that choose tenants.
    ///
    /// @param foreign whether a tenant is named that nobody of the matrix was granted
    /// @param broken whether they are refused whoever sends them
    private record Choice(List<String> headers, boolean foreign, boolean broken) {}

    private final Credentials credentials = new Credentials();
    private HttpClient client = HttpClient.newHttpClient();
    private String url = "";
    private final long now = System.currentTimeMillis();
    private final RouteAsks asks = new RouteAsks(now);

    private StoredServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        credentials
                .add("red-writer", "roles: writer, cluster: red-1")
                .add("blue-writer", "roles: writer, cluster: blue-1")
                .add("green-writer", "roles: writer, tenants: green")
                .add("red-reader", "roles: reader, tenants: red")
                .add("blue-reader", "roles: reader, tenants: blue")
                .add("red-part", "roles: reader, tenants: red, match: part!=hidden")
                .add("red-viewer", "roles: reader, tenants: redview")
                .add("red-admin", "roles: tenant-admin, tenants: red")
                .add("red-rules", "roles: rules, tenants: red")
                .add("site-admin", "roles: platform-admin")
                .add("auditor", "roles: auditor")
                .add("azure-key", "roles: reader, tenants: blue")
                .add("emerald-key", "roles: reader, tenants: [red, green]")
                .add("gone", "roles: [reader, writer], tenants: red, disabled: true")
                .add(
                        "late",
                        "roles: [reader, writer], tenants: red, expires: 2020-01-01T00:00:00Z");
        Path registry = directory.resolve("registry.yaml");
        Files.writeString(
                registry,
                """
                tenants:
                  - {name: red, aliases: [rot]}
                  - {name: blue, aliases: [blau], displayName: azure}
                  - {name: green, displayName: emerald}
                  - {name: redview, view: [{tenants: red, match: part!=hidden}]}
                clusters:
                  - {name: red-1, tenant: red}
                  - {name: blue-1, tenant: blue}
                  - {name: azure-2, tenant: blue}
                  - {name: crimson-2, tenant: red}
                agents:
                  - {id: %s, cluster: azure-2}
                  - {id: %s, cluster: crimson-2}
                %s\
                  - {name: blue-mesh, roles: [reader, writer, tenant-admin], tenants: blue, certificate: {uri: "spiffe://mesh/blue"}}
                """
                        .formatted(RouteAsks.BLUE_AGENT, RouteAsks.RED_AGENT, credentials.yaml()));
        server =
                new StoredServer(
                        directory.resolve("data"),
                        new SystemClock(),
                        "registry.file=" + registry,
                        "registry.api=true",
                        "tls.proxies=192.0.2.1",
                        "ca.enabled=true");
        url = server.url().replace("http://127.0.0.1", "https://localhost");
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting(server.authority().certificates().pinned()))
                        .build();
        declareByApi();
        for (String tenant : WORDS.keySet()) {
            plant(tenant);
        }
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void matrix_everyRouteCallerAndTrick_isAnsweredAsItMustBe() throws Exception {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        int shown = 0;
        for (GuardedRoutes.Entry route : server.routes()) {
            RouteAsks.Ask ask = asks.of(route);
            for (Asker asker : askers()) {
                for (Choice choice : choices(asker)) {
                    for (String form : ask.forms()) {
                        HttpResponse<String> answer = send(route, asker, choice, form);
                        cases++;
                        judge(route, asker, choice, form, answer).ifPresent(wrong::add);
                    }
                }
                if (seesOwn(route, asker, ask)) {
                    HttpResponse<String> answer =
                            send(route, asker, NO_CHOICE, ask.forms().getFirst());
                    shown++;
                    if (!answer.body().contains(WORDS.get("red"))) {
                        wrong.add(
                                "no control: %s by %s: %s"
                                        .formatted(route, asker.name(), answer.body()));
                    }
                }
            }
        }
        System.out.printf("isolation matrix: %d cases, %d controls%n", cases, shown);
        assertThat(wrong).isEmpty();
        assertThat(intruders("blue-reader")).as("in blue").isEmpty();
        assertThat(intruders("red-reader")).as("in red, by its writer").hasSameElementsAs(ways());
        assertThat(cases).isGreaterThan(CASES_MIN);
        assertThat(shown).isGreaterThan(50);
    }

    private static final Choice NO_CHOICE = new Choice(List.of(), false, false);

    private List<Asker> askers() {
        List<Asker> askers = new ArrayList<>();
        askers.add(new Asker("nobody", Optional.empty(), Set.of(), ""));
        askers.add(new Asker("stranger", Optional.of(stranger()), Set.of(), ""));
        askers.add(new Asker("basic", Optional.of("Basic cmVkOnJlZA=="), Set.of(), ""));
        askers.add(new Asker("odd", Optional.of("Bearer " + "x".repeat(100)), Set.of(), ""));
        askers.add(asker("gone", "red"));
        askers.add(asker("late", "red"));
        askers.add(asker("red-writer", "red", Role.WRITER));
        askers.add(asker("red-reader", "red", Role.READER));
        askers.add(asker("red-part", "red", Role.READER));
        askers.add(asker("red-viewer", "redview", Role.READER));
        askers.add(asker("red-admin", "red", Role.TENANT_ADMIN));
        askers.add(asker("red-rules", "red", Role.RULES));
        askers.add(asker("site-admin", "", Role.PLATFORM_ADMIN));
        askers.add(asker("auditor", "", Role.AUDITOR));
        return askers;
    }

    private Asker asker(String name, String home, Role... roles) {
        return new Asker(name, Optional.of(credentials.bearer(name)), Set.of(roles), home);
    }

    /// A token of the right form that nobody declared.
    private static String stranger() {
        return new Credentials().add("stranger", "").bearer("stranger");
    }

    private static List<Choice> choices(Asker asker) {
        String home = asker.home().isEmpty() ? "red" : asker.home();
        return List.of(
                NO_CHOICE,
                new Choice(List.of("X-Scope-OrgID", home), false, false),
                new Choice(List.of("X-Scope-OrgID", "blue"), true, false),
                new Choice(List.of("THANOS-TENANT", "blau"), true, false),
                new Choice(List.of("X-Scope-OrgID", home + "|blue"), true, false),
                new Choice(List.of("X-Scope-OrgID", "RED"), true, false),
                new Choice(List.of("X-Scope-OrgID", "nowhere"), true, false),
                new Choice(List.of("X-Scope-OrgID", home, "THANOS-TENANT", "blue"), false, true),
                new Choice(List.of("X-Scope-OrgID", home, "X-Scope-OrgID", "blue"), false, true),
                new Choice(List.of("X-Scope-OrgID", "../blue"), false, true),
                new Choice(
                        List.of(
                                "AccountID",
                                "blue",
                                "X-Forwarded-User",
                                "blue-reader",
                                "Forwarded",
                                "for=blue"),
                        false,
                        false),
                // From no listed proxy, so it says nothing.
                new Choice(
                        List.of(
                                "X-Forwarded-Client-Cert",
                                "Hash=%s;URI=spiffe://mesh/blue".formatted("ab".repeat(32))),
                        false,
                        false));
    }

    /// What is wrong with an answer; empty where nothing is.
    private Optional<String> judge(
            GuardedRoutes.Entry route,
            Asker asker,
            Choice choice,
            String form,
            HttpResponse<String> answer) {
        String what =
                "%s by %s with %s, %s: %d %s"
                        .formatted(
                                route,
                                asker.name(),
                                choice.headers(),
                                form,
                                answer.statusCode(),
                                answer.body());
        for (String foreign : List.of("azure", "emerald")) {
            boolean shown =
                    answer.body().contains(foreign)
                            || answer.headers().map().toString().contains(foreign);
            if (shown && !seesSite(route, asker) && !seesAll(route, asker)) {
                return Optional.of("shows " + foreign + ": " + what);
            }
        }
        boolean partly = asker.name().equals("red-part") || asker.name().equals("red-viewer");
        if (partly && answer.body().contains(HIDDEN)) {
            return Optional.of("shows what policy hides: " + what);
        }
        int status = Intrusion.status(answer);
        int expected = expected(route, asker, choice);
        if (route.path().startsWith("/enroll/")) {
            return status == 401
                    ? Optional.empty()
                    : Optional.of("expected 401 without token or certificate: " + what);
        }
        boolean right =
                expected != 0
                        ? status == expected
                        : status != 401 && (status != 403 || isRefused(route));
        return right ? Optional.empty() : Optional.of("expected " + expected + ": " + what);
    }

    /// The registry is all that a platform-admin sees of tenants, and all of it.
    private static boolean seesAll(GuardedRoutes.Entry route, Asker asker) {
        return (route.path().startsWith("/admin/") || route.path().endsWith("/clusters"))
                && asker.roles().contains(Role.PLATFORM_ADMIN);
    }

    /// The status that it must have; 0 where any will do that lets the caller in.
    private static int expected(GuardedRoutes.Entry route, Asker asker, Choice choice) {
        Permission permission = route.permission();
        if (!permission.asksWho()) {
            return 0;
        }
        if (asker.roles().isEmpty()) {
            return 401;
        }
        if (asker.roles().stream().noneMatch(permission.roles()::contains)) {
            return 403;
        }
        if (permission != Permission.READ && permission != Permission.WRITE) {
            return 0;
        }
        if (choice.broken()) {
            return 400;
        }
        if (choice.foreign()) {
            // Several tenants are no place to write to, whoever they are.
            boolean several = String.join("", choice.headers()).contains("|");
            return several && permission == Permission.WRITE ? 400 : 403;
        }
        return 0;
    }

    /// Who sees to the site sees all of the audit stream, and `/metrics`, which names clusters.
    private static boolean seesSite(GuardedRoutes.Entry route, Asker asker) {
        return (route.permission() == Permission.AUDIT || route.permission() == Permission.METRICS)
                && (asker.roles().contains(Role.AUDITOR)
                        || asker.roles().contains(Role.PLATFORM_ADMIN));
    }

    /// What nobody may do is refused, too.
    private static boolean isRefused(GuardedRoutes.Entry route) {
        return route.path().contains("/admin/");
    }

    private static boolean seesOwn(GuardedRoutes.Entry route, Asker asker, RouteAsks.Ask ask) {
        return ask.own() && asker.roles().stream().anyMatch(route.permission().roles()::contains);
    }

    private HttpResponse<String> send(
            GuardedRoutes.Entry route, Asker asker, Choice choice, String form) throws Exception {
        String name = form.startsWith("NAME:") ? form.substring("NAME:".length()) : "color";
        String path =
                route.path()
                        .replace("{name}", name)
                        .replace("{cluster}", "blue-1")
                        .replace("{agent}", "blue-agent")
                        .replace("{job/…}", "job/blue");
        boolean inUrl = route.method().equals("GET");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path + (inUrl ? "?" + form : "")));
        if (inUrl) {
            request.GET();
        } else if (route.permission() == Permission.WRITE) {
            Intrusion.of(route, now).into(request);
        } else if (form.startsWith(RemoteReads.FORM)) {
            request.method(
                    route.method(), BodyPublishers.ofByteArray(RemoteReads.request(form, now)));
        } else {
            request.header("content-type", "application/x-www-form-urlencoded")
                    .method(route.method(), BodyPublishers.ofString(form));
        }
        asker.authorization().ifPresent(value -> request.header("Authorization", value));
        List<String> headers = choice.headers();
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return client.send(request.build(), RemoteReads::unpacked);
    }

    /// Where samples are written.
    private List<String> ways() {
        return server.routes().stream()
                .filter(route -> route.permission() == Permission.WRITE)
                .map(GuardedRoutes.Entry::path)
                .toList();
    }

    /// What was written by the matrix and is seen by a reader: the routes it was written on.
    private List<String> intruders(String reader) throws Exception {
        String query = RunningServer.form("query", "count by (on) ({__name__=~\"intruder.*\"})");
        HttpRequest.Builder ask =
                HttpRequest.newBuilder(URI.create(url + "/api/v1/query?" + query))
                        .header("Authorization", credentials.bearer(reader));
        String answer = client.send(ask.build(), BodyHandlers.ofString()).body();
        return JsonReader.read(answer).member("data").member("result").elements().stream()
                .map(series -> series.member("metric").member("on").text())
                .toList();
    }

    /// What stands in no file, so that the history tells of it.
    private void declareByApi() throws Exception {
        String document =
                """
                clusters: [{name: azure-3, tenant: blue}, {name: crimson-3, tenant: red}]
                """;
        HttpRequest.Builder post =
                HttpRequest.newBuilder(URI.create(url + "/admin/v1/apply"))
                        .header("Authorization", credentials.bearer("site-admin"))
                        .POST(BodyPublishers.ofString(document));
        HttpResponse<String> answer = client.send(post.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /// Writes series of a tenant whose every text holds its word, and asks a question that does.
    private void plant(String tenant) throws Exception {
        String word = requireNonNull(WORDS.get(tenant));
        WriteRequestBytes request =
                new WriteRequestBytes()
                        .metadata(
                                new FamilyMetadata(
                                        word + "_metric", MetricType.GAUGE, word + " help", word));
        for (int i = 0; i < 5; i++) {
            request.sample(
                    now - i * MINUTE,
                    i,
                    "__name__",
                    word + "_metric",
                    word + "_label",
                    word + "-value",
                    "color",
                    word);
        }
        request.exemplar(
                new Exemplar(
                        Labels.of("trace", word + "-trace"), now, Double.doubleToRawLongBits(1)),
                "__name__",
                word + "_metric",
                word + "_label",
                word + "-value",
                "color",
                word);
        if (tenant.equals("red")) {
            request.sample(
                    now, 1, "__name__", HIDDEN, "part", "hidden", "color", HIDDEN, HIDDEN, "1");
        }
        HttpRequest.Builder post =
                HttpRequest.newBuilder(URI.create(url + "/api/v1/push"))
                        .header("Authorization", credentials.bearer(tenant + "-writer"))
                        .POST(BodyPublishers.ofByteArray(request.snappy()));
        HttpResponse<String> answer = client.send(post.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        if (!tenant.equals("green")) {
            HttpRequest.Builder get =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            url
                                                    + "/api/v1/query?"
                                                    + RunningServer.form(
                                                            "query", word + "_metric")))
                            .header("Authorization", credentials.bearer(tenant + "-reader"));
            assertThat(client.send(get.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }
}
