package io.tributary.tsdb.append;

import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteBatch;
import io.tributary.tsdb.series.Hash128;

/// The hashes by which a request's series are found: of the route and the labels as they were sent.
/// Where series name symbols, {@link RunHashes} has them.
final class KeyHashes {
    private KeyHashes() {}

    /// Fills `hashHigh` and `hashLow` of a request.
    static void fill(Route route, WriteBatch batch, Request request) {
        switch (route.dialect()) {
            case REMOTE_WRITE_1 -> fillFromBytes(route.id(), batch, request);
            case SYMBOLS -> fillFromSymbols(route.id(), batch, request);
        }
    }

    private static void fillFromBytes(int salt, WriteBatch batch, Request request) {
        Hash128 hash = request.hash;
        byte[] bytes = batch.bytes();
        for (int i = 0; i < batch.seriesCount(); i++) {
            hash.hashWide(salt, bytes, batch.keyOffset(i), batch.keyLength(i));
            request.hashHigh[i] = hash.high();
            request.hashLow[i] = hash.low();
        }
    }

    private static void fillFromSymbols(int salt, WriteBatch batch, Request request) {
        Hash128 hash = request.hash;
        SymbolColumns symbols = batch.symbols();
        RunHashes runs = request.runs;
        runs.begin(salt, symbols, batch.bytes());
        for (int i = 0; i < batch.seriesCount(); i++) {
            runs.hash(symbols.refs(), batch.keyOffset(i), batch.keyLength(i));
            request.hashHigh[i] = hash.high();
            request.hashLow[i] = hash.low();
        }
    }
}
