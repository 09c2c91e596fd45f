package io.tributary.gateway.audit;

import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.model.Tenant;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A stream on a simulated disk that writes when a test says so.
final class AuditFixture {
    static final long NOW = 1_790_000_000_000L;
    static final Path DIRECTORY = Path.of("audit");
    static final Tenant A = new Tenant(new UUID(0, 1), "team-a");
    static final Tenant B = new Tenant(new UUID(0, 2), "team-b");

    /// With files that are soon full.
    static final AuditSettings SETTINGS = new AuditSettings(1 << 20, 90 * 86_400_000L, 1_000);

    final SimulatedClock clock = new SimulatedClock(NOW);
    final AuditSettings settings;
    SimulatedDisk disk;
    AuditLog log;
    Metrics metrics = new Metrics();

    AuditFixture(long seed) throws IOException {
        this(seed, SETTINGS);
    }

    AuditFixture(long seed, AuditSettings settings) throws IOException {
        this.settings = settings;
        disk = new SimulatedDisk(seed);
        log = open();
    }

    AuditLog open() throws IOException {
        metrics = new Metrics();
        return AuditLog.idle(disk, DIRECTORY, settings, clock, metrics);
    }

    void restart() throws IOException {
        log.close();
        log = open();
    }

    /// The machine stops, and starts on what it finds.
    void crash() throws IOException {
        disk = disk.crash();
        log = open();
    }

    /// Lets ten seconds pass, and the writer do what is due.
    void tick() {
        clock.advance(10_000);
        log.step();
    }

    static Origin origin(String principal, Tenant tenant) {
        return new Origin(
                principal, "c-" + principal, Optional.of(tenant), "west", "10.0.0.7", "/push");
    }

    AuditEvent event(Kind kind, Origin origin, String detail) {
        return AuditEvent.of(clock.wallMillis(), kind, origin, "why", detail);
    }

    /// All that can be found, the oldest first.
    List<Json> all() throws IOException {
        return lines(query(false, Integer.MAX_VALUE));
    }

    static AuditQuery query(boolean newestFirst, int linesMax) {
        AuditQuery all = AuditQuery.all(Long.MIN_VALUE, Long.MAX_VALUE, linesMax);
        return new AuditQuery(
                all.sight(),
                all.fromMillis(),
                all.toMillis(),
                all.kinds(),
                all.tenants(),
                all.principals(),
                all.series(),
                linesMax,
                newestFirst);
    }

    List<Json> lines(AuditQuery query) throws IOException {
        List<Json> lines = new ArrayList<>();
        AuditLog.Found found = log.search(query, into(lines));
        if (found.lines() != lines.size()) {
            throw new AssertionError(found + " but " + lines.size() + " lines");
        }
        return lines;
    }

    static AuditLog.LineSink into(List<Json> lines) {
        return (bytes, offset, length) -> {
            String line = new String(bytes, offset, length, StandardCharsets.UTF_8);
            if (!line.endsWith("\n") || line.indexOf('\n') < line.length() - 1) {
                throw new AssertionError("not one line: " + line);
            }
            lines.add(JsonReader.read(line.strip()));
        };
    }

    /// The sum of all counts.
    long counted() throws IOException {
        return all().stream().mapToLong(AuditFixture::count).sum();
    }

    static long count(Json line) {
        return type(line).equals("count") ? Long.parseLong(line.member("count").text()) : 0;
    }

    static String type(Json line) {
        return line.member("type").text();
    }

    /// Of lines of one type, the texts of a member.
    static List<String> texts(List<Json> lines, String type, String member) {
        return lines.stream()
                .filter(line -> type(line).equals(type))
                .map(line -> line.member(member).text())
                .toList();
    }

    /// Bytes of all files.
    long sizeBytes() throws IOException {
        long bytes = 0;
        for (String name : disk.list(DIRECTORY)) {
            try (var file = disk.open(DIRECTORY.resolve(name), Disk.Mode.READ)) {
                bytes += file.sizeBytes();
            }
        }
        return bytes;
    }
}
