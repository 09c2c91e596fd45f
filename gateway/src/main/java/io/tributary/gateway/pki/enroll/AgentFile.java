package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.RefusedException;
import io.tributary.gateway.pki.TrustDomain;
import io.tributary.gateway.pki.store.LineLog;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.clock.Clock;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Agents in memory and in a log of their own. An agent whose certificate can not be renewed any
/// more is forgotten when room is needed, or the log is written anew.
///
/// One lock, held over a sync.
public final class AgentFile implements AgentRecords, AutoCloseable {
    /// Most agents kept.
    public static final int AGENTS_MAX = 100_000;

    /// What the lines of the log are about.
    static final String KIND = "agents";

    /// Lines of some 350 bytes, one and a half times the most agents.
    private static final int FILE_BYTES_MAX = 96 << 20;

    /// Superseded lines that are not worth writing the log anew.
    private static final int SPARE_LINES = 1_000;

    private final LineLog log;
    private final Clock clock;
    private final int agentsMax;
    private final Map<UUID, AgentRecord> agents;

    private AgentFile(LineLog log, Clock clock, int agentsMax, Map<UUID, AgentRecord> agents) {
        this.log = log;
        this.clock = clock;
        this.agentsMax = agentsMax;
        this.agents = agents;
    }

    /// Opens the agents in a log, which is made where there is none.
    public static AgentFile open(WholeFile file, TrustDomain trust, Clock clock)
            throws IOException {
        return open(file, trust, clock, AGENTS_MAX);
    }

    static AgentFile open(WholeFile file, TrustDomain trust, Clock clock, int agentsMax)
            throws IOException {
        Map<UUID, AgentRecord> agents = new HashMap<>();
        LineLog log =
                LineLog.read(
                        file,
                        KIND,
                        FILE_BYTES_MAX,
                        line -> {
                            AgentRecord agent = AgentLines.read(line, trust);
                            agents.put(agent.agent().agent(), agent);
                        });
        AgentFile opened = new AgentFile(log, clock, agentsMax, agents);
        opened.rewrite();
        return opened;
    }

    @Override
    public synchronized Optional<AgentRecord> find(UUID agent) {
        return Optional.ofNullable(agents.get(agent));
    }

    @Override
    public synchronized void put(AgentRecord agent) throws IOException, RefusedException {
        UUID key = agent.agent().agent();
        if (!agents.containsKey(key) && agents.size() >= agentsMax) {
            forget();
            if (agents.size() >= agentsMax) {
                throw new RefusedException(
                        Refusal.TOO_MANY,
                        "there are %d agents already, no further one is enrolled"
                                .formatted(agentsMax));
            }
        }
        if (log.mustBeRewritten() || log.lineCount() > agents.size() * 3L / 2 + SPARE_LINES) {
            rewrite();
        }
        log.append(AgentLines.write(agent));
        agents.put(key, agent);
    }

    @Override
    public synchronized List<AgentRecord> all() {
        return List.copyOf(agents.values());
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
    }

    private void forget() {
        long now = clock.wallMillis();
        agents.values().removeIf(agent -> agent.isOver(now));
    }

    private void rewrite() throws IOException {
        forget();
        log.rewrite(agents.values().stream().map(AgentLines::write).iterator());
    }
}
