package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.ConfigException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerTest {
    @Test
    void listen_addressForOthers_isRefusedWithoutInsecure() {
        assertThatThrownBy(() -> RunningServer.open("listen=0.0.0.0:0"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "listen: 0.0.0.0:0 can be reached from other machines, and nobody is authenticated: listen on 127.0.0.1, declare credentials (registry.file), or say --insecure (insecure: true)");
    }

    @Test
    void listen_addressForOthersInsecure_isTaken() throws Exception {
        try (RunningServer server = RunningServer.open("listen=0.0.0.0:0", "insecure=true")) {
            assertThat(server.get("/-/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void listen_unknownHost_isRefused() {
        assertThatThrownBy(() -> RunningServer.open("listen=nowhere.invalid:0"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("listen: unknown host nowhere.invalid");
    }

    @Test
    void listen_portInUse_saysSo() throws Exception {
        try (RunningServer first = RunningServer.open()) {
            int port = first.server().address().getPort();

            assertThatThrownBy(() ->
                            Server.listen(
                                    RunningServer.config(List.of("listen=127.0.0.1:" + port)),
                                    first.opener(),
                                    new SystemClock()))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "cannot listen on 127.0.0.1:%d: the address is already in use", port);
        }
    }

    @Test
    void healthy_whereTheStoreWarns_saysSo() throws Exception {
        try (RunningServer server = RunningServer.open()) {
            assertThat(server.get("/-/healthy").body()).isEqualTo("Tributary is Healthy.\n");
            server.store().warn("The clock was set.");
            assertThat(server.get("/-/healthy").body())
                    .isEqualTo("Tributary is Healthy.\nThe clock was set.\n");
        }
    }

    @Test
    void close_open_closesTheStore() throws Exception {
        RunningServer server = RunningServer.open();
        server.close();

        assertThat(server.store().isClosed()).isTrue();
    }

    @Test
    void open_afterClose_closesTheStoreAgain() throws Exception {
        RunningServer server = RunningServer.starting();
        server.close();
        server.openStore();

        assertThat(server.store().isClosed()).isTrue();
    }

    @Test
    void config_unknownKey_isRefused() {
        assertThatThrownBy(() -> RunningServer.config(List.of("ingest.maxBodyByte=1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ingest.maxBodyByte")
                .hasMessageContaining("ingest.maxBodyBytes");
    }
}
