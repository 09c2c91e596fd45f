package io.tributary.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/// Jazzer target: whatever stands in a certificate's names, it ends in an identity whose URI is the
/// one there, or in a refusal.
public final class IdentityFuzzer {
    private IdentityFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        try {
            AgentIdentity agent = AgentIdentity.ofNames(input, Site.TRUST);
            assertThat(text).endsWith(agent.uri());
        } catch (RefusedException e) {
            assertThat(e.refusal()).isEqualTo(Refusal.IDENTITY);
        }
        try {
            assertThat(AgentIdentity.parse(text, Site.TRUST).uri()).isEqualTo(text);
        } catch (RefusedException e) {
            assertThat(e.refusal()).isEqualTo(Refusal.IDENTITY);
        }
    }
}
