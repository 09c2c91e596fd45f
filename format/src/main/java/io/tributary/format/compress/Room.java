package io.tributary.format.compress;

import java.util.Optional;

/// Where bytes are unpacked to of which nobody says how many they will be. What came out stands in
/// the array given last.
@FunctionalInterface
public interface Room {
    /// Makes room: an array that begins with the first `usedBytes` of `current` and has at least
    /// `stepBytes` behind them (`current` itself, if it is long enough), or empty to refuse.
    Optional<byte[]> grow(byte[] current, int usedBytes, int stepBytes);
}
