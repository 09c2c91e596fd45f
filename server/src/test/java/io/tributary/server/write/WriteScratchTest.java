package io.tributary.server.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WriteScratchTest {
    private final WriteScratch.Pool pool = new WriteScratch.Pool(new Nothing(), 1);

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

    /// Of decoders that read nothing, each another.
    private record Nothing() implements WriteFormat {
        @Override
        public Dialect dialect() {
            return Dialect.SYMBOLS;
        }

        @Override
        public Packing packing(HttpExchange exchange) {
            return Packing.NONE;
        }

        @Override
        public WriteDecoder newDecoder() {
            LeftOut nothing = new LeftOut(Map.of(), "", 0);
            return (exchange, route, bytes, length, into) -> nothing;
        }

        @Override
        public HttpAnswer answer(HttpExchange exchange, WriteResult result, LeftOut leftOut) {
            return HttpAnswer.text(200, "");
        }

        @Override
        public HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
            return HttpAnswer.text(refusal.status(), refusal.text());
        }
    }
}
