package io.tributary.gateway.audit;

import io.tributary.gateway.audit.AuditQuery.Sight;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// One query over the files as they were when it was asked, and over counts that stood in none yet.
/// Holds one block of lines, whatever is found. One thread.
final class AuditSearch {
    private final Disk disk;
    private final Path directory;
    private final AuditQuery query;
    private final AuditLog.LineSink sink;
    private final List<String> tenantIds;
    private int found;
    private long damaged;
    private boolean more;

    AuditSearch(Disk disk, Path directory, AuditQuery query, AuditLog.LineSink sink) {
        this.disk = disk;
        this.directory = directory;
        this.query = query;
        this.sink = sink;
        this.tenantIds =
                switch (query.sight()) {
                    case Sight.Everything() -> List.of();
                    case Sight.Tenants(var ids) ->
                            ids.stream().map(UUID::toString).collect(Collectors.toList());
                };
    }

    /// Finds lines.
    ///
    /// @param files the oldest first
    /// @param pending lines that stand in no file
    AuditLog.Found run(List<StoredFile> files, List<Line> pending) throws IOException {
        if (query.newestFirst()) {
            read(pending.reversed());
            for (StoredFile file : files.reversed()) {
                read(file);
            }
        } else {
            for (StoredFile file : files) {
                read(file);
            }
            read(pending);
        }
        return new AuditLog.Found(found, damaged, more);
    }

    private void read(List<Line> pending) throws IOException {
        for (Line line : pending) {
            look(line.bytes(), 0, line.bytes().length - 1);
        }
    }

    private void read(StoredFile file) throws IOException {
        if (more || !file.overlaps(query.fromMillis(), query.toMillis())) {
            return;
        }
        try (DiskFile open = disk.open(file.path(directory), Disk.Mode.READ)) {
            LineBlocks blocks = new LineBlocks(open, file.sizeBytes(), query.newestFirst());
            while (!more && blocks.next()) {
                damaged += blocks.isTooLong() ? 1 : 0;
                for (int i = 0; i < blocks.count(); i++) {
                    look(blocks.bytes(), blocks.offset(i), blocks.length(i));
                }
            }
        } catch (NoSuchFileException e) {
            // Deleted since the query was asked: it would have been just before it, too.
        }
    }

    private void look(byte[] bytes, int offset, int length) throws IOException {
        if (more) {
            return;
        }
        Optional<AuditLine> line = AuditLineReader.read(bytes, offset, length);
        if (line.isEmpty()) {
            damaged++;
            return;
        }
        if (!isWanted(line.get())) {
            return;
        }
        if (found == query.linesMax()) {
            more = true;
            return;
        }
        sink.line(bytes, offset, length + 1);
        found++;
    }

    private boolean isWanted(AuditLine line) {
        return isVisible(line)
                && line.fromMillis() <= query.toMillis()
                && line.toMillis() >= query.fromMillis()
                && switch (line.type()) {
                    case EVENT, COUNT -> isAskedFor(line);
                    case DELETED, TORN -> asksForAll();
                    case FILE -> false;
                };
    }

    private boolean isVisible(AuditLine line) {
        return query.sight() instanceof Sight.Everything
                || tenantIds.contains(line.text("tenantId"));
    }

    /// Whether nothing is asked for that only events have.
    private boolean asksForAll() {
        return query.kinds().isEmpty()
                && query.tenants().isEmpty()
                && query.principals().isEmpty()
                && query.series().isEmpty();
    }

    private boolean isAskedFor(AuditLine line) {
        return isKind(line.text("kind"))
                && (query.tenants().isEmpty() || query.tenants().contains(line.text("tenant")))
                && (query.principals().isEmpty()
                        || query.principals().contains(line.text("principal")))
                && isSeries(line.series());
    }

    private boolean isKind(String word) {
        return query.kinds().isEmpty()
                || AuditEvent.Kind.of(word).filter(query.kinds()::contains).isPresent();
    }

    private boolean isSeries(Optional<Labels> series) {
        if (query.series().isEmpty()) {
            return true;
        }
        if (series.isEmpty()) {
            return false;
        }
        for (Matcher matcher : query.series()) {
            if (!matcher.matches(series.get())) {
                return false;
            }
        }
        return true;
    }
}
