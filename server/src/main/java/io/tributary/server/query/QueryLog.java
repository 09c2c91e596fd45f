package io.tributary.server.query;

import io.tributary.server.door.ApiRoute;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The queries that are over: the newest in memory, all in a file where one is named. Safe from any
/// thread.
public final class QueryLog implements AutoCloseable {
    /// Characters of queries and messages kept in memory, of all records together.
    private static final int KEPT_LENGTH_MAX = 4 * 1024 * 1024;

    private final int keptMax;
    private final Optional<QueryLogFile> file;
    private final Deque<QueryRecord> newestFirst = new ArrayDeque<>();
    private long keptLength;

    /// An empty log.
    ///
    /// @param keptMax records kept in memory
    public QueryLog(int keptMax, Optional<QueryLogFile> file) {
        this.keptMax = keptMax;
        this.file = file;
    }

    void add(QueryRecord query) {
        keep(query);
        file.ifPresent(log -> log.add(query));
    }

    /// The newest that a reader may know of, the newest first.
    synchronized List<QueryRecord> newest(ApiRoute.Request request, int limit) {
        List<QueryRecord> found = new ArrayList<>();
        Iterator<QueryRecord> each = newestFirst.iterator();
        while (each.hasNext() && found.size() < limit) {
            QueryRecord query = each.next();
            if (query.asker().isVisibleTo(request)) {
                found.add(query);
            }
        }
        return found;
    }

    private synchronized void keep(QueryRecord query) {
        newestFirst.addFirst(query);
        keptLength += query.length();
        while (newestFirst.size() > keptMax || keptLength > KEPT_LENGTH_MAX) {
            keptLength -= newestFirst.removeLast().length();
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
