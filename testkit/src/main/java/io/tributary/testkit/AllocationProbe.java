package io.tributary.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Measures what a piece of code allocates on the heap, in bytes, on the calling thread.
///
/// The code first runs to warm up: class loading, linking of call sites and lazily made constants
/// allocate once and are not its steady cost. Then several rounds are measured and the *least* of
/// them is the answer: a round can only be made dearer by what is not the code's (the JIT replacing
/// a frame, escape analysis arriving late), never cheaper.
///
/// ```
/// assertThat(AllocationProbe.bytes(() -> cursor.seek(0))).isZero();
/// ```
///
/// The runnable should not capture anything new a call, and should do many operations where one is
/// of interest. What other threads allocate is not seen. Not itself safe for concurrent use by
/// design: each call measures its own thread only.
public final class AllocationProbe {
    /// Calls before anything is measured; enough for the first compiled version of small code.
    public static final int WARM_UP_CALLS = 2_000;

    private static final int ROUNDS = 15;

    private static final ThreadMXBean THREADS = threads();

    private AllocationProbe() {}

    /// The least number of bytes one call of `code` allocated, after {@link #WARM_UP_CALLS} calls.
    public static long bytes(Runnable code) {
        return bytes(code, WARM_UP_CALLS);
    }

    /// The same with another number of warm-up calls, for code that takes long.
    ///
    /// @param warmUpCalls at least one
    public static long bytes(Runnable code, int warmUpCalls) {
        if (warmUpCalls < 1) {
            throw new IllegalArgumentException("warm-up calls: " + warmUpCalls + ", at least 1");
        }
        for (int i = 0; i < warmUpCalls; i++) {
            code.run();
        }
        measure(() -> {});
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            least = Math.min(least, measure(code));
        }
        return least;
    }

    private static long measure(Runnable code) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        code.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static ThreadMXBean threads() {
        if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
                && bean.isThreadAllocatedMemorySupported()) {
            bean.setThreadAllocatedMemoryEnabled(true);
            return bean;
        }
        throw new IllegalStateException("this JVM does not count the bytes a thread allocates");
    }
}
