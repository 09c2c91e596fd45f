package io.tributary.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

final class PeersTest {
    @Test
    void find_programOnThePath_isFound() {
        assertThat(Peers.find("sh")).get().asString().endsWith("/sh").startsWith("/");
    }

    @Test
    void require_programThatIsNotHere_skipsTheTestAndNamesIt() {
        assertThat(Peers.find("no-such-peer")).isEmpty();
        assertThatThrownBy(() -> Peers.require("no-such-peer"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no-such-peer is not here; .ci/peers builds it");
    }
}
