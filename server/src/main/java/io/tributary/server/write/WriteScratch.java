package io.tributary.server.write;

import io.tributary.gateway.routing.RoutedWrite;
import io.tributary.model.flow.WriteBatch;
import io.tributary.runtime.http.HttpRefusalException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/// A decoder, the batch it fills, what becomes of its data points, and the ways of its series where
/// there are several, kept from request to request.
record WriteScratch(WriteDecoder decoder, WriteBatch batch, PointFates points, RoutedWrite routed) {
    /// Some of them, all of one format, to be used again. Safe from any thread.
    static final class Pool {
        /// A batch of which any column grew beyond this many rows (of 16 bytes or more) is not
        /// kept.
        private static final int KEPT_ROWS_MAX = 128 * 1024;

        /// Likewise one whose text, which a decoder may have made itself, or refs are larger.
        private static final int KEPT_BYTES_MAX = 8 << 20;

        private static final int KEPT_REFS_MAX = 2 << 20;

        private final Supplier<WriteDecoder> decoders;
        private final ArrayBlockingQueue<WriteScratch> kept;

        /// A pool that keeps at most `keptMax`.
        Pool(Supplier<WriteDecoder> decoders, int keptMax) {
            this.decoders = decoders;
            this.kept = new ArrayBlockingQueue<>(keptMax);
        }

        /// Lends one to `work`, and takes it back when that ends or refuses a request. One with
        /// which it failed in another way is let go of: nobody knows what its decoder would make of
        /// the next request.
        ///
        /// @throws HttpRefusalException as `work` does
        <T> T lend(Function<WriteScratch, T> work) {
            WriteScratch scratch = take();
            T result;
            try {
                result = work.apply(scratch);
            } catch (HttpRefusalException e) {
                giveBack(scratch);
                throw e;
            }
            giveBack(scratch);
            return result;
        }

        private WriteScratch take() {
            WriteScratch scratch = kept.poll();
            return scratch == null
                    ? new WriteScratch(
                            decoders.get(), new WriteBatch(), new PointFates(), new RoutedWrite())
                    : scratch;
        }

        private void giveBack(WriteScratch scratch) {
            if (isSmall(scratch.batch) && scratch.routed.isSmall()) {
                scratch.points.clear();
                scratch.routed.clear();
                scratch.batch.reset(new byte[0]);
                boolean _ = kept.offer(scratch);
            }
        }

        private static boolean isSmall(WriteBatch batch) {
            return batch.sampleCount() <= KEPT_ROWS_MAX
                    && batch.seriesCount() <= KEPT_ROWS_MAX
                    && batch.histogramCount() <= KEPT_ROWS_MAX
                    && batch.exemplarCount() <= KEPT_ROWS_MAX
                    && batch.metadataCount() <= KEPT_ROWS_MAX
                    && batch.symbols().count() <= KEPT_ROWS_MAX
                    && batch.bytes().length <= KEPT_BYTES_MAX
                    && batch.symbols().refs().length <= KEPT_REFS_MAX;
        }
    }
}
