package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.keys.VerifyingKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Tokens whose signature was right, for a minute: the signature is not checked again. Everything
/// else is. Bound in bytes; what was asked for least recently goes first. Only tokens that are
/// genuine get in, so strangers can push nobody out.
///
/// Safe from any thread.
final class TokenCache {
    /// How long one is believed.
    static final long KEPT_MILLIS = 60_000;

    /// About what a value of JSON takes, and an entry beside its claims.
    private static final int VALUE_BYTES = 160;

    private static final int ENTRY_BYTES = 1_000;

    /// A name and its copies: in the claims, taken apart, and in the header.
    private static final int TEXT_COPIES = 3;

    /// A token, and the key that its signature is of.
    record Proved(SignedToken.Content token, VerifyingKey key) {}

    private record Entry(Proved proved, long atMillis, long untilMillis, long bytes) {}

    private final long bytesMax;
    private final Map<TokenSeal.Sealed, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    TokenCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// What is known of a token.
    synchronized Optional<Proved> find(TokenSeal.Sealed token, long nowMillis) {
        Entry entry = entries.get(token);
        if (entry == null) {
            return Optional.empty();
        }
        // Before it came: the wall clock was set back.
        if (nowMillis >= entry.untilMillis || nowMillis < entry.atMillis) {
            remove(token);
            return Optional.empty();
        }
        return Optional.of(entry.proved);
    }

    /// Remembers one.
    ///
    /// @param length of its text
    synchronized void put(TokenSeal.Sealed token, Proved proved, int length, long nowMillis) {
        remove(token);
        Claims claims = proved.token.claims();
        long size =
                ENTRY_BYTES
                        + (long) TEXT_COPIES * length
                        + (long) VALUE_BYTES * claims.all().values();
        long until = Math.min(nowMillis + KEPT_MILLIS, claims.expiresMillis());
        entries.put(token, new Entry(proved, nowMillis, until, size));
        bytes += size;
        Iterator<Entry> eldest = entries.values().iterator();
        while (bytes > bytesMax) {
            bytes -= eldest.next().bytes;
            eldest.remove();
        }
    }

    synchronized int size() {
        return entries.size();
    }

    /// About the memory of its entries.
    synchronized long bytes() {
        return bytes;
    }

    private void remove(TokenSeal.Sealed token) {
        Entry entry = entries.remove(token);
        if (entry != null) {
            bytes -= entry.bytes;
        }
    }
}
