package io.tributary.gateway.audit;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The files of a directory as they are found, and the times each is about: as the file after it
/// says, or else by reading it.
///
/// A last file without a whole line was begun in vain and is not told of.
///
/// @param files the oldest first
/// @param tornBytes behind the last whole line of the last file
record FileSpans(List<StoredFile> files, long tornBytes) {
    FileSpans {
        files = List.copyOf(files);
    }

    /// What was found in one file.
    private record Scan(StoredFile file, Optional<AuditLine> first, long restBytes) {}

    static FileSpans find(Disk disk, Path directory, long nowMillis) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String name : disk.list(directory)) {
            OptionalLong number = StoredFile.number(name);
            number.ifPresent(numbers::add);
        }
        numbers.sort(Collections.reverseOrder());
        List<StoredFile> found = new ArrayList<>();
        Optional<AuditLine> after = Optional.empty();
        long torn = 0;
        for (long number : numbers) {
            Path path = StoredFile.empty(number).path(directory);
            try (DiskFile file = disk.open(path, Disk.Mode.READ)) {
                Scan scan = scan(file, number, after, nowMillis);
                if (found.isEmpty()) {
                    if (scan.file().sizeBytes() == 0) {
                        continue;
                    }
                    torn = scan.restBytes();
                }
                found.add(scan.file());
                after = scan.first();
            }
        }
        return new FileSpans(found.reversed(), torn);
    }

    private static Scan scan(DiskFile file, long number, Optional<AuditLine> after, long nowMillis)
            throws IOException {
        long size = file.sizeBytes();
        boolean isTold =
                after.isPresent()
                        && after.get().type() == AuditLine.Type.FILE
                        && after.get().number("previous", -1) == number;
        Optional<AuditLine> first = Optional.empty();
        long from = isTold ? after.get().number("previousFrom", Long.MIN_VALUE) : Long.MAX_VALUE;
        long to = isTold ? after.get().number("previousTo", nowMillis) : Long.MIN_VALUE;
        LineBlocks blocks = new LineBlocks(file, size, false);
        boolean more = true;
        boolean isFirst = true;
        while (more && blocks.next()) {
            for (int i = 0; i < blocks.count() && more; i++) {
                Optional<AuditLine> line =
                        AuditLineReader.read(blocks.bytes(), blocks.offset(i), blocks.length(i));
                if (isFirst) {
                    first = line;
                    isFirst = false;
                }
                more = !isTold;
                if (more && line.isPresent()) {
                    from = Math.min(from, line.get().fromMillis());
                    to = Math.max(to, line.get().toMillis());
                }
            }
        }
        if (from > to) {
            // Not a line can be read: it may be about any time, and is kept as long as one of now.
            from = Long.MIN_VALUE;
            to = nowMillis;
        }
        long rest = isTold ? 0 : blocks.rest();
        return new Scan(new StoredFile(number, size - rest, from, to), first, rest);
    }
}
