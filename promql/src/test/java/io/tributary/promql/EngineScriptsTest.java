package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SeriesSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The engine alone, over a store in memory.
class EngineScriptsTest {
    @Test
    void scripts_allThatIsBuilt_answersAsPrometheus() throws IOException {
        ScriptRatchet.hold(new MemoryStore());
    }

    private static final class MemoryStore implements ScriptStore {
        private final MemorySource source = new MemorySource();

        @Override
        public void clear() {
            source.clear();
        }

        @Override
        public void add(Labels labels, long timeMillis, double value) {
            source.add(labels, timeMillis, value);
        }

        @Override
        public SeriesSource source() {
            return source;
        }

        @Override
        public ReadScope scope() {
            return new ReadScope(List.of());
        }
    }
}
