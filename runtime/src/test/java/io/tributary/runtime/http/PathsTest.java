package io.tributary.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Other spellings of a path reach the handler of that path, or none.
@TestInstance(Lifecycle.PER_CLASS)
class PathsTest {
    private static final List<String> DECLARED =
            List.of(
                    "/api/v1/query",
                    "/api/v1/label/{name}/values",
                    "/api/v1/labels",
                    "/-/ready",
                    "/metrics",
                    "/admin/v1/tenants",
                    "/admin/v1/tenants/{name}",
                    "/");

    private final AtomicReference<String> reached = new AtomicReference<>("");
    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Routes routes = new Routes();
        for (String path : DECLARED) {
            routes.get(
                    path,
                    exchange -> {
                        reached.set(path);
                        return HttpAnswer.text(200, path);
                    });
        }
        server = HttpServer.start(HttpServer.Settings.of(any), routes, new IgnoringObserver());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        reached.set("");
    }

    @Test
    void path_asDeclared_reachesItsHandler() throws IOException {
        for (String declared : DECLARED) {
            assertThat(ask(spelled(declared))).isEqualTo(200);
            assertThat(reached).hasValue(declared);
        }
    }

    @Test
    void path_spelledOtherwise_reachesItsHandlerOrNone() throws IOException {
        for (String declared : DECLARED) {
            for (String other : otherwise(spelled(declared))) {
                reached.set("");
                int status = ask(other);

                assertThat(status).as(other).isIn(200, 400, 404);
                assertThat(reached.get()).as(other).isEqualTo(status == 200 ? declared : "");
            }
        }
    }

    @Test
    void path_thatClimbs_reachesNothing() throws IOException {
        for (String climbing :
                List.of(
                        "/api/v1/label/../../../admin/v1/tenants",
                        "/api/v1/label/%2e%2e/%2e%2e/%2e%2e/admin/v1/tenants",
                        "/api/v1/label/..%2f..%2f..%2fadmin%2fv1%2ftenants/values",
                        "/api/v1/label/..\\..\\..\\admin\\v1\\tenants/values",
                        "/api/v1/query/..;/../../admin/v1/tenants",
                        "/metrics%00/admin/v1/tenants",
                        "/metrics%zz")) {
            assertThat(ask(climbing)).as(climbing).isIn(400, 404);
        }
        assertThat(reached).hasValue("");
    }

    private static String spelled(String declared) {
        return declared.replace("{name}", "job");
    }

    private static List<String> otherwise(String path) {
        int last = path.lastIndexOf('/');
        String begin = path.substring(0, last);
        String end = path.substring(last + 1);
        List<String> others =
                new ArrayList<>(
                        List.of(
                                "/" + path,
                                begin + "//" + end,
                                "/." + path,
                                begin + "/./" + end,
                                begin + "/%2e/" + end,
                                "/x/.." + path,
                                "/x/%2E%2E" + path,
                                begin + "/x/../" + end,
                                path + ";x=1",
                                begin + ";x=1/" + end,
                                path + "%2f",
                                begin + "%2f" + end,
                                path + "/.",
                                path + "/..",
                                path + "%20",
                                path + "#x",
                                path + "%23x",
                                path + "%3fx",
                                path + "\\",
                                "\\" + path.substring(1),
                                path.substring(1),
                                "http://localhost" + path,
                                "https://other:1" + path,
                                "//other" + path));
        if (!end.isEmpty()) {
            others.add(path + "/");
            others.add(path.toUpperCase(Locale.ROOT));
            others.add(begin + "/%%%02x%s".formatted((int) end.charAt(0), end.substring(1)));
        }
        return others;
    }

    private int ask(String path) throws IOException {
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n");
            String line = connection.readUntil("\r\n");
            return Integer.parseInt(line.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }
}
