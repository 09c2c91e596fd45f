package io.tributary.tsdb.memory;

/// An order of things by their places.
@FunctionalInterface
public interface PlaceOrder {
    /// Whether `left` may stand before `right`: it sorts before it, or with it.
    boolean mayPrecede(int left, int right);
}
