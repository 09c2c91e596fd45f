package io.tributary.tsdb.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What was opened so far of something that has many parts: closed again, the newest first, where
/// one of the others cannot be opened.
///
/// ```
/// OpenParts parts = new OpenParts();
/// try {
///     A a = A.open();
///     parts.add(a::close);
///     return new Whole(a, B.open());
/// } catch (IOException | RuntimeException e) {
///     parts.closeAfter(e);
///     throw e;
/// }
/// ```
///
/// One thread.
public final class OpenParts {
    private final Deque<Closeable> parts = new ArrayDeque<>();

    public void add(Closeable part) {
        parts.push(part);
    }

    /// Closes all; what fails at that is told with the failure that it is done for.
    public void closeAfter(Exception failure) {
        for (Closeable part : parts) {
            try {
                part.close();
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
