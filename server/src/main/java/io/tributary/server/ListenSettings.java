package io.tributary.server;

import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.HostPort;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Where HTTP is answered, gRPC within it: one address, and others on which all is answered alike,
/// for senders who know a port.
final class ListenSettings {
    private static final int ALSO_MAX = 16;

    private static final Setting<HostPort> LISTEN =
            Setting.address(
                    "listen",
                    new HostPort("127.0.0.1", 9009),
                    "Where HTTP and gRPC are answered; port 0 takes any free one");

    private static final Setting<List<String>> ALSO =
            Setting.lines(
                    "listenAlso",
                    ALSO_MAX,
                    "HOST:PORT",
                    line -> {
                        HostPort _ = read(line);
                    },
                    "Further addresses, a line each, on which the same is answered: the ports that senders know, such as 4317 and 4318 of OTLP");

    static final Settings SETTINGS = Settings.of(LISTEN, ALSO);

    private ListenSettings() {}

    /// The addresses, `listen` first.
    ///
    /// @param mayBeReached whether other machines may reach them
    /// @throws ConfigException if a host is unknown, or can be reached where that may not be
    static List<InetSocketAddress> addresses(Config config, boolean mayBeReached)
            throws ConfigException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        addresses.add(address("listen", config.value(LISTEN), mayBeReached));
        for (String line : config.value(ALSO)) {
            addresses.add(address("listenAlso", read(line), mayBeReached));
        }
        return addresses;
    }

    private static HostPort read(String line) {
        return HostPort.parse(line.strip())
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "found %s, expected HOST:PORT".formatted(line)));
    }

    private static InetSocketAddress address(String key, HostPort listen, boolean mayBeReached)
            throws ConfigException {
        InetAddress host;
        try {
            host = InetAddress.getAllByName(listen.host())[0];
        } catch (UnknownHostException e) {
            throw new ConfigException(List.of(key + ": unknown host " + listen.host()));
        }
        if (!host.isLoopbackAddress() && !mayBeReached) {
            throw new ConfigException(
                    List.of(
                            "%s: %s can be reached from other machines, and nobody is authenticated: listen on 127.0.0.1, declare credentials (registry.file), or say --insecure (insecure: true)"
                                    .formatted(key, listen)));
        }
        return new InetSocketAddress(host, listen.port());
    }
}
