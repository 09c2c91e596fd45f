package io.tributary.gateway.jwt.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Base64url as RFC 7515 has it: no padding, no line ends, no bits that say nothing. So bytes have
/// one text, and a text that was changed in any place has other bytes.
public final class Base64Url {
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    /// The bytes that a text stands for, or nothing if it is not their one text.
    public static Optional<byte[]> decode(String text) {
        byte[] bytes;
        try {
            bytes = DECODER.decode(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    }

    /// The one text of these bytes.
    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
