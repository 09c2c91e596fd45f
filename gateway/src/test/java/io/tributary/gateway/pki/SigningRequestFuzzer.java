package io.tributary.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/// Jazzer target: whatever is sent, it ends in a request or in a refusal. Signatures are checked
/// and not checked: no fuzzer makes one, but who has a key signs whatever he likes.
public final class SigningRequestFuzzer {
    private static final AgentIdentity AGENT = Site.agent();

    private SigningRequestFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        run(SigningRequest::read, input);
        run(SigningRequest::readUnproven, input);
    }

    private interface Reader {
        SigningRequest read(byte[] input) throws RefusedException;
    }

    private static void run(Reader reader, byte[] input) {
        try {
            SigningRequest request = reader.read(input);
            assertThat(request.keySha256()).hasSize(64);
            request.checkNames(AGENT, Set.of("prod-eu"));
        } catch (RefusedException e) {
            assertThat(e.text()).isNotEmpty();
        }
    }
}
