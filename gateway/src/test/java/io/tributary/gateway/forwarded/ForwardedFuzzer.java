package io.tributary.gateway.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.registry.text.CertificateName.Kind;
import java.util.List;
import java.util.stream.Collectors;

/// Jazzer target: whatever the bytes of `X-Forwarded-Client-Cert`, it is refused in words of ours,
/// or there is one way to read it: its pairs, written with quotes around all values, are the same
/// pairs, and each name that was told stands there as a value.
public final class ForwardedFuzzer {
    private static final int WHY_LENGTH_MAX = 300;

    private ForwardedFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        String header = new String(input, ISO_8859_1);
        try {
            ForwardedCertificate read = ForwardedCertificate.of(List.of(header));
            List<ForwardedPairs.Pair> pairs = ForwardedPairs.of(header);
            assertThat(ForwardedPairs.of(written(pairs))).isEqualTo(pairs);
            if (read instanceof ForwardedCertificate.Named(var names)) {
                for (CertificateName name : names) {
                    assertThat(pairs)
                            .anyMatch(pair ->
                                    pair.key().equalsIgnoreCase(key(name.kind()))
                                            && pair.value().equalsIgnoreCase(name.value()));
                }
            }
        } catch (ForwardedHeaderException e) {
            String why = String.valueOf(e.getMessage());
            assertThat(why).hasSizeBetween(1, WHY_LENGTH_MAX);
            assertThat(why.chars()).allMatch(c -> c >= ' ' && c <= '~');
        }
    }

    private static String key(Kind kind) {
        return switch (kind) {
            case URI -> "URI";
            case DNS -> "DNS";
            case SHA256 -> "Hash";
        };
    }

    private static String written(List<ForwardedPairs.Pair> pairs) {
        return pairs.stream()
                .map(pair ->
                        "%s=\"%s\""
                                .formatted(
                                        pair.key(),
                                        pair.value().replace("\\", "\\\\").replace("\"", "\\\"")))
                .collect(Collectors.joining(";"));
    }
}
