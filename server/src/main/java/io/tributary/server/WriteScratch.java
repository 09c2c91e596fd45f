package io.tributary.server;

import io.tributary.format.remotewrite.RemoteWrite1Decoder;
import io.tributary.model.flow.WriteBatch;
import java.util.concurrent.ArrayBlockingQueue;

/// A decoder and the batch it fills, kept from request to request.
final class WriteScratch {
    private final RemoteWrite1Decoder decoder = new RemoteWrite1Decoder();
    private final WriteBatch batch = new WriteBatch();

    RemoteWrite1Decoder decoder() {
        return decoder;
    }

    WriteBatch batch() {
        return batch;
    }

    /// Some of them, to be used again. Safe from any thread.
    static final class Pool {
        /// A batch whose columns grew beyond this many samples (16 bytes each) is not kept.
        private static final int KEPT_SAMPLES_MAX = 128 * 1024;

        private final ArrayBlockingQueue<WriteScratch> kept;

        /// A pool that keeps at most `keptMax`.
        Pool(int keptMax) {
            this.kept = new ArrayBlockingQueue<>(keptMax);
        }

        WriteScratch take() {
            WriteScratch scratch = kept.poll();
            return scratch == null ? new WriteScratch() : scratch;
        }

        void giveBack(WriteScratch scratch) {
            if (scratch.batch.sampleCount() <= KEPT_SAMPLES_MAX) {
                scratch.batch.reset(new byte[0]);
                boolean _ = kept.offer(scratch);
            }
        }
    }
}
