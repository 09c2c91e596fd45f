package io.tributary.gateway.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Jazzer target: whatever the bytes of an `Authorization` header, it is refused in a few words of
/// ours, or what was read stands in it.
public final class AuthorizationFuzzer {
    private static final int WHY_LENGTH_MAX = 120;

    private AuthorizationFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        String value = new String(input, ISO_8859_1);
        Presented presented = Presented.of(List.of(value));
        String word = value.strip().substring(Math.max(0, value.strip().lastIndexOf(' ') + 1));
        String scheme = value.strip().toLowerCase(Locale.ROOT);
        switch (presented) {
            case Presented.None _ -> throw new AssertionError("there was a header");
            case Presented.Token(AccessToken token) -> {
                assertThat(scheme).startsWith("bearer ");
                assertThat(token.secret().reveal()).isEqualTo(word);
                assertThat(word).startsWith("trb_" + token.id() + "_");
            }
            case Presented.OtherBearer(Secret jwt) -> {
                assertThat(scheme).startsWith("bearer ");
                assertThat(jwt.reveal()).isEqualTo(word);
                assertThat(word.split("\\.", -1)).hasSize(3).doesNotContain("");
            }
            case Presented.Password(String user, Secret password) -> {
                assertThat(user).isNotEmpty().doesNotContain(":");
                String both = user + ":" + password.reveal();
                if (scheme.startsWith("token ")) {
                    assertThat(value).contains(" " + both);
                } else {
                    assertThat(scheme).startsWith("basic ");
                    assertThat(both.getBytes(UTF_8)).isEqualTo(Base64.getDecoder().decode(word));
                }
            }
            case Presented.Malformed(String why) -> {
                assertThat(why).hasSizeBetween(1, WHY_LENGTH_MAX);
                assertThat(why.chars()).allMatch(c -> c >= ' ' && c <= '~');
            }
        }
    }
}
