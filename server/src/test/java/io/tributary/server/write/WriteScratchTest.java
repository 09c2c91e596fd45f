package io.tributary.server.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.flow.WriteBatch;
import io.tributary.runtime.http.HttpRefusalException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WriteScratchTest {
    private static final int MANY = 200_000;

    /// Of decoders that read nothing, each another.
    private final WriteScratch.Pool pool =
            new WriteScratch.Pool(
                    () -> {
                        LeftOut nothing = new LeftOut(Map.of(), "", 0);
                        return (_, _, _, _, _) -> nothing;
                    },
                    1);

    @Test
    void lend_afterAnAnswerOrARefusal_isTheSame() {
        WriteDecoder first = pool.lend(WriteScratch::decoder);

        assertThatThrownBy(() ->
                        pool.lend(scratch -> {
                            throw new HttpRefusalException(400, "malformed");
                        }))
                .isInstanceOf(HttpRefusalException.class);

        assertThat(pool.lend(WriteScratch::decoder)).isSameAs(first);
    }

    @Test
    void lend_afterAFailure_isANewOne() {
        WriteDecoder first = pool.lend(WriteScratch::decoder);

        assertThatThrownBy(() ->
                        pool.lend(scratch -> {
                            throw new ArrayIndexOutOfBoundsException();
                        }))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);

        assertThat(pool.lend(WriteScratch::decoder)).isNotSameAs(first);
    }

    /// Whatever it has many of.
    @Test
    void lend_afterALargeRequest_isANewOne() {
        assertThat(isKept(batch -> batch.beginSeries(0, 1))).isTrue();
        List<Consumer<WriteBatch>> rows =
                List.of(
                        batch -> batch.beginSeries(0, 1),
                        batch -> batch.addSample(1, 1),
                        batch -> batch.exemplars().end(0, 1, 1),
                        batch -> batch.metadata().begin(),
                        batch -> batch.symbols().add(0, 1));
        for (Consumer<WriteBatch> row : rows) {
            assertThat(
                            isKept(batch -> {
                                batch.beginSeries(0, 1);
                                for (int i = 0; i < MANY; i++) {
                                    row.accept(batch);
                                }
                            }))
                    .isFalse();
        }
    }

    private boolean isKept(Consumer<WriteBatch> fill) {
        WriteBatch filled =
                pool.lend(scratch -> {
                    scratch.batch().reset(new byte[] {1});
                    fill.accept(scratch.batch());
                    return scratch.batch();
                });
        return pool.lend(scratch -> scratch.batch() == filled);
    }
}
