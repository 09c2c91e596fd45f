package io.tributary.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/// An answer that its handler has packed is not packed once more.
class PackedAnswerTest {
    @Test
    void answer_thatIsPackedAlready_isSentAsItIs() throws Exception {
        Routes routes =
                new Routes()
                        .get(
                                "/packed",
                                _ ->
                                        HttpAnswer.text(200, "x".repeat(70_000))
                                                .withHeader("content-encoding", "snappy"));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpServer server =
                        HttpServer.start(
                                HttpServer.Settings.of(any), routes, new IgnoringObserver());
                HttpClient client =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            URI uri =
                    URI.create("http://127.0.0.1:%d/packed".formatted(server.address().getPort()));
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri).header("accept-encoding", "gzip").build(),
                            BodyHandlers.ofString());

            assertThat(answer.headers().allValues("content-encoding")).containsExactly("snappy");
            assertThat(answer.body()).isEqualTo("x".repeat(70_000));
        }
    }
}
