package io.tributary.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.server.StoredServer;
import io.tributary.server.StoredServer.Connection;
import io.tributary.server.WriteRequestBytes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockTrustTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final String TENANT = "team-a";

    private final SimulatedClock clock = new SimulatedClock(NOW);

    @TempDir private Path directory;

    @Test
    void start_behindTheLastCommit_isSuspectUnlessTheOperatorTrustsTheClock() throws Exception {
        try (StoredServer server = new StoredServer(directory, clock);
                Connection connection = server.connect()) {
            byte[] body = new WriteRequestBytes().sample(NOW, 1, "__name__", "m").snappy();
            assertThat(connection.write(TENANT, body).statusCode()).isEqualTo(204);
            assertSuspect(connection, false);
        }
        clock.jumpWall(-3_600_000);
        try (StoredServer server = new StoredServer(directory, clock);
                Connection connection = server.connect()) {
            assertSuspect(connection, true);
        }
        try (StoredServer server = new StoredServer(directory, clock, "head.trustClock=true");
                Connection connection = server.connect()) {
            assertSuspect(connection, false);
        }
    }

    private static void assertSuspect(Connection connection, boolean suspect) throws Exception {
        assertThat(connection.get("/metrics", TENANT))
                .contains("tributary_clock_suspect " + (suspect ? "1.0" : "0.0"));
        assertThat(connection.get("/-/healthy", TENANT).contains("The clock was set"))
                .isEqualTo(suspect);
    }
}
