package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.store.LineLog;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.clock.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Agents whose certificate has expired and who wait for a human's word, and the words given.
///
/// ```
/// renewal refused ──► waits, in memory ──► approved, on disk, for one certificate ──► 7 d later: over
///                       │ comes again          a renewal by it is let through
///                       └ more than 10,000: who came longest ago is forgotten, until it comes again
/// ```
///
/// *Invariant*: an approval is of one certificate, by its serial number, and durable before it is
/// told of. A renewal may be repeated within its time, so that an agent which lost the answer is
/// not locked out.
///
/// Safe from any thread: one lock, held over a sync by {@link #approve} alone.
public final class Approvals implements AutoCloseable {
    /// How long an approval holds.
    public static final Duration VALIDITY = Duration.ofDays(7);

    /// Most agents that are known to wait, and most approvals that hold.
    public static final int AGENTS_MAX = 10_000;

    private static final String KIND = "approvals";
    private static final String APPROVED = "approved";
    private static final int WORDS = 4;

    /// Lines of some 110 bytes; those that are over are left out when the log is written anew.
    private static final int FILE_BYTES_MAX = 16 << 20;

    /// Superseded lines that are not worth writing the log anew.
    private static final int SPARE_LINES = 1_000;

    /// An agent that waits.
    ///
    /// @param needed what its newest renewal was told
    public record Waiting(Outcome.NeedsApproval needed, long firstMillis, long lastMillis) {}

    private record Approved(String serial, long untilMillis) {
        String line(UUID agent) {
            return "%s %s %s %d".formatted(APPROVED, agent, serial, untilMillis);
        }
    }

    private final LineLog log;
    private final Clock clock;
    private final int agentsMax;
    private final Map<UUID, Waiting> waiting = new LinkedHashMap<>();
    private final Map<UUID, Approved> approved;

    private Approvals(LineLog log, Clock clock, int agentsMax, Map<UUID, Approved> approved) {
        this.log = log;
        this.clock = clock;
        this.agentsMax = agentsMax;
        this.approved = approved;
    }

    /// Opens the approvals in a log, which is made where there is none.
    public static Approvals open(WholeFile file, Clock clock) throws IOException {
        return open(file, clock, AGENTS_MAX);
    }

    static Approvals open(WholeFile file, Clock clock, int agentsMax) throws IOException {
        Map<UUID, Approved> approved = new LinkedHashMap<>();
        LineLog log = LineLog.read(file, KIND, FILE_BYTES_MAX, line -> read(line, approved));
        Approvals opened = new Approvals(log, clock, agentsMax, approved);
        opened.tidy();
        return opened;
    }

    /// Whether a renewal that was refused for want of an approval has one; else its agent waits
    /// from now on.
    public synchronized boolean has(Outcome.NeedsApproval needed) {
        UUID agent = needed.agent().agent();
        long now = clock.wallMillis();
        Approved given = approved.get(agent);
        if (given != null && holds(given, now) && given.serial().equals(needed.serial())) {
            return true;
        }
        Optional<Waiting> before = Optional.ofNullable(waiting.remove(agent));
        if (waiting.size() >= agentsMax) {
            waiting.remove(waiting.keySet().iterator().next());
        }
        waiting.put(agent, new Waiting(needed, before.map(Waiting::firstMillis).orElse(now), now));
        return false;
    }

    /// The agents that wait; who came last is last.
    public synchronized List<Waiting> waiting() {
        return List.copyOf(waiting.values());
    }

    /// The agent that waits under an id.
    public synchronized Optional<Waiting> find(UUID agent) {
        return Optional.ofNullable(waiting.get(agent));
    }

    /// Lets the certificate that an agent waits with be renewed, durably.
    ///
    /// @return until when; empty where the agent does not wait
    /// @throws IOException if it could not be made durable, or there are as many approvals as may
    ///   be
    public synchronized Optional<Long> approve(UUID agent) throws IOException {
        Waiting asked = waiting.get(agent);
        if (asked == null) {
            return Optional.empty();
        }
        tidy();
        if (approved.size() >= agentsMax && !approved.containsKey(agent)) {
            throw new IOException(
                    "there are %d approvals of the last %d days already; no further one is given"
                            .formatted(agentsMax, VALIDITY.toDays()));
        }
        Approved given =
                new Approved(asked.needed().serial(), clock.wallMillis() + VALIDITY.toMillis());
        log.append(given.line(agent));
        approved.put(agent, given);
        waiting.remove(agent);
        return Optional.of(given.untilMillis());
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
    }

    /// Forgets what is over, and writes the log anew where that is needed or pays.
    private void tidy() throws IOException {
        long now = clock.wallMillis();
        approved.values().removeIf(given -> !holds(given, now));
        if (log.mustBeRewritten() || log.lineCount() > 2L * approved.size() + SPARE_LINES) {
            log.rewrite(
                    approved.entrySet().stream()
                            .map(entry -> entry.getValue().line(entry.getKey()))
                            .iterator());
        }
    }

    /// Whether it is not over; the clock may have been set back behind the moment it was given.
    private static boolean holds(Approved given, long now) {
        return now <= given.untilMillis() && now >= given.untilMillis() - VALIDITY.toMillis();
    }

    private static void read(String line, Map<UUID, Approved> approved) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS || !words[0].equals(APPROVED)) {
            throw new IllegalArgumentException("no line about an approval");
        }
        approved.put(UUID.fromString(words[1]), new Approved(words[2], Long.parseLong(words[3])));
    }
}
