package io.tributary.gateway.secret;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// 32 bytes of {@link ProofKeys}. Compared in constant time, though nobody who lacks the key could
/// learn anything from it.
final class ProofKey {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long a;
    private final long b;
    private final long c;
    private final long d;

    ProofKey(byte[] bytes) {
        a = (long) LONGS.get(bytes, 0);
        b = (long) LONGS.get(bytes, 8);
        c = (long) LONGS.get(bytes, 16);
        d = (long) LONGS.get(bytes, 24);
    }

    boolean isSameAs(ProofKey that) {
        return ((a ^ that.a) | (b ^ that.b) | (c ^ that.c) | (d ^ that.d)) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProofKey that && isSameAs(that);
    }

    @Override
    public int hashCode() {
        return (int) a;
    }
}
