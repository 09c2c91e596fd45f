package io.tributary.gateway.routing;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite1Labels;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;

/// The labels of the series of a batch, whichever way they are written. Reused; owned by one thread
/// at a time.
public final class SeriesLabels {
    /// More than the labels of any series may have.
    private static final int BYTES_MAX = 1 << 20;

    private final RemoteWrite1Labels remoteWrite1 = new RemoteWrite1Labels();

    /// Copies them into `into`, emptied first: as they were sent, in that order, unchecked.
    ///
    /// @return what is wrong with their form, and they are not to be looked at; empty if nothing is
    public String read(Dialect dialect, WriteBatch batch, int series, LabelPairs into) {
        int from = batch.keyOffset(series);
        int length = batch.keyLength(series);
        try {
            switch (dialect) {
                case REMOTE_WRITE_1 -> remoteWrite1.read(batch.bytes(), from, length, into);
                case SYMBOLS -> {
                    String fault = fault(batch, from, length);
                    if (!fault.isEmpty()) {
                        return fault;
                    }
                    batch.readSymbols(series, into);
                }
            }
            return "";
        } catch (MalformedRequestException e) {
            throw new IllegalStateException("BUG: labels that a decoder let pass", e);
        }
    }

    /// A symbol may be as long as the request, and each series may name it a thousand times.
    private static String fault(WriteBatch batch, int from, int length) {
        SymbolColumns symbols = batch.symbols();
        String fault = symbols.fault(from, length);
        long bytes = 0;
        for (int i = from; fault.isEmpty() && i < from + length; i++) {
            bytes += symbols.length(symbols.refs()[i]);
            if (bytes > BYTES_MAX) {
                fault = "the labels of a series have more than %d bytes".formatted(BYTES_MAX);
            }
        }
        return fault;
    }
}
