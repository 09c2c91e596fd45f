package io.tributary.promql;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The engine alone, over a store in memory.
class EngineScriptsTest {
    @Test
    void scripts_allThatIsBuilt_answersAsPrometheus() throws IOException {
        ScriptRatchet.hold(new MemoryStore());
    }
}
