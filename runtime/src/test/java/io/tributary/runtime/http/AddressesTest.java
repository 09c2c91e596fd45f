package io.tributary.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void start_severalAddresses_areAnsweredAlike() throws IOException {
        InetSocketAddress first = free();
        InetSocketAddress second = free();
        HttpServer server = start(first, second);
        try {
            assertThat(server.address().getPort()).isEqualTo(first.getPort());
            for (InetSocketAddress address : List.of(first, second)) {
                assertThat(get("http", address).contentUtf8()).isEqualTo("hello");
                assertThat(get("h2c", address).contentUtf8()).isEqualTo("hello");
            }
        } finally {
            server.close();
        }
    }

    @Test
    void start_oneOfThemInUse_takesNone() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress first = free();
            InetSocketAddress second =
                    new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());

            assertThatThrownBy(() -> start(first, second))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(second.getPort()))
                    .hasMessageEndingWith("the address is already in use");
            new ServerSocket(first.getPort(), 1, first.getAddress()).close();
        }
    }

    @Test
    void answer_withTrailers_tellsThemBehindTheBody() throws IOException {
        InetSocketAddress address = free();
        HttpServer server = start(address);
        try {
            for (String path : List.of("/trailed", "/trailed-long")) {
                AggregatedHttpResponse answer =
                        WebClient.builder("h2c://127.0.0.1:" + address.getPort())
                                .addHeader("accept-encoding", "gzip")
                                .build()
                                .get(path)
                                .aggregate()
                                .join();

                assertThat(answer.headers().get("content-encoding")).as(path).isNull();
                assertThat(answer.trailers().get("outcome")).as(path).isEqualTo("fine");
            }
        } finally {
            server.close();
        }
    }

    private static HttpServer start(InetSocketAddress... addresses) throws IOException {
        Routes routes =
                new Routes()
                        .get("/hello", exchange -> HttpAnswer.text(200, "hello"))
                        .get("/trailed", exchange -> trailed(3))
                        .get("/trailed-long", exchange -> trailed(200_000));
        return HttpServer.start(HttpServer.Settings.of(addresses), routes, new IgnoringObserver());
    }

    private static HttpAnswer trailed(int length) {
        return HttpAnswer.text(200, "x".repeat(length)).withTrailer("outcome", "fine");
    }

    private static AggregatedHttpResponse get(String scheme, InetSocketAddress address) {
        return WebClient.of(scheme + "://127.0.0.1:" + address.getPort())
                .get("/hello")
                .aggregate()
                .join();
    }

    private static InetSocketAddress free() throws IOException {
        InetAddress host = InetAddress.getLoopbackAddress();
        try (ServerSocket socket = new ServerSocket(0, 1, host)) {
            return new InetSocketAddress(host, socket.getLocalPort());
        }
    }
}
