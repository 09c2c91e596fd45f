package io.tributary.format.chunk;

/// Writes the code of a value's xor with the value before, as {@link XorEncoding} has it.
/// Stateless.
final class XorValues {
    private XorValues() {}

    /// Writes one xor.
    ///
    /// @return the window from here on
    static int write(BitWriter out, long xor, int window) {
        if (xor == 0) {
            out.write(XorEncoding.SAME_VALUE_CODE, XorEncoding.SAME_VALUE_BITS);
            return window;
        }
        int next = window;
        if (XorEncoding.fitsWindow(xor, window)) {
            out.write(XorEncoding.IN_WINDOW_CODE, XorEncoding.IN_WINDOW_BITS);
        } else {
            next = XorEncoding.windowOf(xor);
            out.write(XorEncoding.newWindowCode(next), XorEncoding.NEW_WINDOW_BITS);
        }
        out.write(xor >>> XorEncoding.trailingZeros(next), XorEncoding.significantBits(next));
        return next;
    }
}
