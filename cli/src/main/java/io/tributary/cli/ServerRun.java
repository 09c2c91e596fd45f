package io.tributary.cli;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.lifecycle.Terminator;
import io.tributary.server.Server;
import io.tributary.server.ServerSettings;
import io.tributary.server.StoreOpener;
import io.tributary.server.status.Admission;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of a server process, from its first byte of configuration to its exit code.
record ServerRun(Config config, StoreOpener opener, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(ServerRun.class);

    /// What a command does besides, once requests are taken.
    @FunctionalInterface
    interface WhenReady {
        void run(ServerRun run, Server server, Lifecycle lifecycle);
    }

    /// Runs until the process is told to stop.
    ///
    /// @throws ConfigException if it may not listen where it should
    /// @throws IOException if it cannot listen
    int untilStopped(WhenReady whenReady) throws ConfigException, IOException {
        Server server = Server.listen(config, opener, clock);
        Lifecycle lifecycle = new Lifecycle(Terminator.ofThisProcess());
        lifecycle.add("server", server.closeWithin(), server::close);
        LOG.info(
                "listening address={} data={}", address(server), new ServerSettings(config).data());
        sayWhoIsLetIn();
        lifecycle.start(
                () -> server.open(failure -> lifecycle.fatal("making writes durable", failure)));
        if (lifecycle.state() == Lifecycle.State.READY) {
            LOG.info("ready");
            whenReady.run(this, server, lifecycle);
        }
        lifecycle.awaitStopped();
        return Lifecycle.EXIT_OK;
    }

    private void sayWhoIsLetIn() {
        switch (new ServerSettings(config).admission()) {
            case INSECURE -> LOG.warn("admission: {}", Admission.INSECURE.text());
            case LOOPBACK -> LOG.info("admission: {}", Admission.LOOPBACK.text());
            case AUTHENTICATED -> LOG.info("admission: {}", Admission.AUTHENTICATED.text());
        }
    }

    /// Where it listens, as a URL has it.
    static String address(Server server) {
        String host = server.address().getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.address().getPort();
    }
}
