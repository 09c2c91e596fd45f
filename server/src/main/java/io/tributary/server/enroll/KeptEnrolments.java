package io.tributary.server.enroll;

import io.tributary.gateway.admin.Enrolments;
import io.tributary.gateway.pki.enroll.AgentRecord;
import io.tributary.gateway.pki.enroll.AgentRecords;
import io.tributary.runtime.http.HttpRefusalException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Which agents have certificates, from the records of the authority once they are open; asked
/// before, it answers 503: nobody can tell yet. Safe from any thread.
final class KeptEnrolments implements Enrolments {
    private volatile Optional<AgentRecords> records = Optional.empty();

    void open(AgentRecords opened) {
        records = Optional.of(opened);
    }

    @Override
    public Optional<Enrolled> find(UUID agent) {
        return records().find(agent).map(KeptEnrolments::enrolled);
    }

    @Override
    public List<Enrolled> all() {
        return records().all().stream().map(KeptEnrolments::enrolled).toList();
    }

    private AgentRecords records() {
        return records.orElseThrow(() -> HttpRefusalException.unavailable("server is starting", 1));
    }

    private static Enrolled enrolled(AgentRecord record) {
        return new Enrolled(
                record.agent().agent(),
                record.agent().cluster(),
                Instant.ofEpochMilli(record.enrolledMillis()),
                Instant.ofEpochMilli(record.renewedMillis()),
                Instant.ofEpochMilli(record.notAfterMillis()));
    }
}
