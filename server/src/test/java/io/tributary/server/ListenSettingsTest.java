package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.ConfigLoader;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenSettingsTest {
    @Test
    void addresses_severalLines_areInTheirOrder() throws ConfigException {
        Config config =
                config(
                        "listen=127.0.0.1:9010",
                        "listenAlso=127.0.0.1:4317\n[::1]:4318\n\n# no more");

        assertThat(ListenSettings.addresses(config, false))
                .extracting(InetSocketAddress::getPort)
                .containsExactly(9010, 4317, 4318);
    }

    @Test
    void addresses_thatOthersMayReach_areRefusedWithoutAuthentication() throws ConfigException {
        Config config = config("listenAlso=0.0.0.0:4317");

        assertThat(ListenSettings.addresses(config, true)).hasSize(2);
        assertThatThrownBy(() -> ListenSettings.addresses(config, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "listenAlso: 0.0.0.0:4317 can be reached from other machines");
    }

    @Test
    void addresses_noAddress_isRefusedWithItsLine() {
        assertThatThrownBy(() -> config("listenAlso=127.0.0.1:4317\n4318"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found 4318, expected HOST:PORT");
    }

    private static Config config(String... sets) throws ConfigException {
        return new ConfigLoader(ListenSettings.SETTINGS)
                .load(Optional.empty(), Map.of(), List.of(sets));
    }
}
